import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// `/scale`: `autoscaling/v1 Scale` over the replicas of an object.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ (Scale)
struct ScaleRoute: Sendable {
    let context: StorageContext

    static let kind = GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale")

    func respond(_ call: ResourceCall) async throws -> Response {
        let paths = call.kind.scale
        switch call.info.verb {
        case "get":
            let object = try await call.backend.get(call.info.name, call.request)
            return ResourceAnswer.json(Self.scale(of: object, paths))
        case "update":
            let given = try await RequestContent(call.http).decoded().value
            return try await change(call) { _ throws(Status) in given }
        case "patch":
            let content = try await RequestContent(call.http)
            if content.mediaType == ApplyConfiguration.mediaType, call.backend.keepsOwners {
                return try await ScaleApplyRoute(context: context).respond(call, content)
            }
            try call.query.refuseForce()
            let (patch, _) = try PatchDocument.read(
                content,
                gvk: Self.kind,
                isCustom: false,
                keepsOwners: call.backend.keepsOwners
            )
            return try await change(call) { scale throws(Status) in
                try patch.applied(to: scale, Self.kind, name: call.info.name)
            }
        default: throw Status.methodNotAllowed
        }
    }

    private func change(
        _ call: ResourceCall,
        _ body: @escaping @Sendable (JSONValue) throws(Status) -> JSONValue
    ) async throws -> Response {
        let paths = call.kind.scale
        var options = call.request.options
        options.writtenSubresource = "scale"
        let request = call.request.with(options)
        let outcome = try await call.backend.update(call.info.name, subresource: nil, request) { current in
            guard var object = current else { throw Status.notFound(call.kind.groupResource, name: call.info.name) }
            var scale = try body(Self.scale(of: object, paths))
            try Self.check(&scale, of: object, call)
            object.set(scale["spec"]?["replicas"] ?? 0, at: paths.specReplicas)
            return object
        }
        return ResourceAnswer.json(Self.scale(of: outcome.object, paths))
    }

    /// The Scale of a kind, as a kind of its own.
    static func kind(of scaled: ResourceKind) -> ResourceKind {
        var scale = ResourceKind(kind, resource: scaled.resource, isNamespaced: scaled.isNamespaced)
        scale.schema = ObjectSchema(of: kind)
        return scale
    }

    /// - Throws: `Status` 400, 409, 422 for what is no Scale of the object.
    static func check(_ scale: inout JSONValue, of object: JSONValue, _ call: ResourceCall) throws(Status) {
        guard scale.object != nil else { throw .badRequest("the body is no Scale") }
        if !scale.kind.isEmpty, scale.kind != kind.kind {
            throw .badRequest("\(scale.kind) in version \"\(scale.apiVersion)\" cannot be handled as a Scale")
        }
        let own = Self.kind(of: call.kind)
        try own.schema?.normalize(&scale, own)
        if !scale.name.isEmpty, scale.name != call.info.name {
            throw .badRequest(
                "the name of the object (\(scale.name)) does not match the name on the URL (\(call.info.name))"
            )
        }
        if !scale.resourceVersion.isEmpty, scale.resourceVersion != object.resourceVersion {
            throw .conflict(call.kind.groupResource, name: call.info.name)
        }
        if !scale.uid.isEmpty, scale.uid != object.uid {
            throw .conflict(
                call.kind.groupResource,
                name: call.info.name,
                "Precondition failed: UID in precondition: \(scale.uid), UID in object meta: \(object.uid)"
            )
        }
        let replicas = scale["spec"]?["replicas"] ?? 0
        guard let count = replicas.integer, count >= 0, count <= Int64(Int32.max) else {
            throw .invalid(
                kind,
                name: call.info.name,
                [
                    .init(
                        reason: "FieldValueInvalid",
                        message: "Invalid value: \(replicas.serialized()): must be greater than or equal to 0",
                        field: "spec.replicas"
                    )
                ]
            )
        }
    }

    /// The Scale of an object.
    static func scale(of object: JSONValue, _ paths: ScalePaths) -> JSONValue {
        var metadata = JSONObject()
        for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            metadata[name] = object["metadata"]?[name]
        }
        var status: JSONValue = ["replicas": object.value(at: paths.statusReplicas) ?? 0]
        let selector: String
        if let path = paths.labelSelector {
            selector = object.value(at: path)?.string ?? ""
        } else {
            selector = selectorText(object["spec"]?["selector"])
        }
        if !selector.isEmpty { status.set(.string(selector), at: ["selector"]) }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": .object(metadata),
            "spec": ["replicas": object.value(at: paths.specReplicas) ?? 0], "status": status,
        ]
    }

    /// A selector object in the form of the query parameter; replication controllers have a plain map.
    private static func selectorText(_ selector: JSONValue?) -> String {
        guard let selector else { return "" }
        let isPlain = selector["matchLabels"] == nil && selector["matchExpressions"] == nil
        let labels = (isPlain ? selector : selector["matchLabels"] ?? [:]).stringMap
        var terms = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        for expression in selector["matchExpressions"]?.array ?? [] {
            let key = expression["key"]?.string ?? ""
            let values = (expression["values"]?.strings ?? []).joined(separator: ",")
            switch expression["operator"]?.string {
            case "In": terms.append("\(key) in (\(values))")
            case "NotIn": terms.append("\(key) notin (\(values))")
            case "Exists": terms.append(key)
            case "DoesNotExist": terms.append("!\(key)")
            default: break
            }
        }
        return terms.joined(separator: ",")
    }
}
