import Kubernetes

/// The shape of a built-in type: its patch rules, and what upstream marks beyond them.
struct BuiltInShape: FieldShape {
    private let type: FieldType
    let isAtomic: Bool
    let list: ListShape

    /// The shape of a built-in type by its full name.
    init(_ name: String) { self.init(.type(name), list: .atomic, isAtomic: false) }

    private init(_ type: FieldType, list: ListShape, isAtomic: Bool) {
        (self.type, self.list) = (type, list)
        if case .type(let name) = type {
            self.isAtomic = isAtomic || BuiltInShapeFacts.atomicTypes.contains(name)
        } else {
            self.isAtomic = isAtomic || type == .any
        }
    }

    var element: any FieldShape {
        guard case .array(let element) = type else { return DeducedShape() }
        return BuiltInShape(element, list: .atomic, isAtomic: false)
    }

    func member(_ name: String) -> (shape: any FieldShape, isNamed: Bool) {
        switch type {
        case .map(let element): return (BuiltInShape(element, list: .atomic, isAtomic: false), false)
        case .type(let owner):
            guard let schema = SchemaLibrary.builtIn.type(owner), let field = schema.field(name) else { break }
            let place = "\(schema.lastName).\(name)"
            let shape = BuiltInShape(
                field.type,
                list: Self.list(field, at: place),
                isAtomic: BuiltInShapeFacts.atomicFields.contains(place)
            )
            return (shape, true)
        default: break
        }
        return (DeducedShape(), false)
    }

    /// How the list in a field is merged; `place` is the field as ``BuiltInShapeFacts`` names it.
    static func list(_ field: TypeSchema.Field, at place: String) -> ListShape {
        guard case .array(let element) = field.type else { return .atomic }
        if let keys = BuiltInShapeFacts.listKeys[place] { return .map(keys) }
        guard field.patchStrategy?.contains("merge") ?? false else { return .atomic }
        if let key = field.mergeKey { return .map([key]) }
        return element == .string ? .set : .atomic
    }

    func keyDefault(_ name: String) -> JSONValue? {
        guard case .type(let owner) = type, let schema = SchemaLibrary.builtIn.type(owner) else { return nil }
        return BuiltInShapeFacts.keyDefaults["\(schema.lastName).\(name)"]
    }
}

/// What the API's published schemas say of merging beside patch strategies: list keys, atomic objects, defaults of keys.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
enum BuiltInShapeFacts {
    /// Lists whose elements are told apart by other members than patches use.
    static let listKeys: [String: [String]] = [
        "Container.ports": ["containerPort", "protocol"],
        "EphemeralContainer.ports": ["containerPort", "protocol"],
        "ServiceSpec.ports": ["port", "protocol"],
        "PodSpec.topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
        "ResourceRequirements.claims": ["name"],
        "VolumeResourceRequirements.claims": ["name"],
        "CustomResourceDefinitionStatus.conditions": ["type"],
        "CertificateSigningRequestStatus.conditions": ["type"],
        "IngressClassStatus.conditions": ["type"],
        "NetworkPolicyStatus.conditions": ["type"],
        "APIServiceStatus.conditions": ["type"],
        "RouteIngress.conditions": ["type"],
        "ValidatingWebhookConfiguration.webhooks": ["name"],
        "MutatingWebhookConfiguration.webhooks": ["name"],
        "CSINodeSpec.drivers": ["name"],
    ]

    /// Keys that need not be there.
    static let keyDefaults: [String: JSONValue] = [
        "ContainerPort.protocol": "TCP", "ServicePort.protocol": "TCP",
    ]

    /// Types, by the name under which fields refer to them, that are replaced as a whole.
    static let atomicTypes: Set<String> = [
        "LabelSelector", "LocalObjectReference", "ObjectReference", "TypedLocalObjectReference", "SecretReference",
        "ObjectFieldSelector", "ResourceFieldSelector", "ConfigMapKeySelector", "SecretKeySelector", "FileKeySelector",
        "NodeSelector", "NodeSelectorTerm", "TopologySelectorTerm", "ScopeSelector",
        "ScopedResourceSelectorRequirement", "OwnerReference", "RoleRef", "Subject", "IngressClassParametersReference",
        "EndpointAddress", "EndpointPort", "ModifyVolumeStatus",
    ]

    /// Maps and objects that are replaced as a whole where they stand here.
    static let atomicFields: Set<String> = [
        "ServiceSpec.selector", "ReplicationControllerSpec.selector", "PodSpec.nodeSelector",
        "RuntimeClassScheduling.nodeSelector",
    ]
}
