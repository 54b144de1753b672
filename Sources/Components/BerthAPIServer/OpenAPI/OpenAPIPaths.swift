import Kubernetes

/// The paths of a resource in an OpenAPI document: where clients look for kinds and for what a verb takes.
struct OpenAPIPaths {
    private let dialect: OpenAPIDialect
    private let kind: ResourceKind
    /// The type of the resource's objects.
    private let type: String

    static let kindExtension = "x-kubernetes-group-version-kind"

    static func extensionValue(_ gvk: GroupVersionKind) -> JSONValue {
        ["group": .string(gvk.group), "kind": .string(gvk.kind), "version": .string(gvk.version)]
    }

    init(_ kind: ResourceKind, _ dialect: OpenAPIDialect) {
        (self.kind, self.dialect, type) = (kind, dialect, ComponentSchemas.typeName(of: kind))
    }

    private struct Operation {
        let method: String
        let action: String

        /// Of a verb on an object.
        init(_ verb: String) {
            method =
                switch verb {
                case "update": "put"
                case "create": "post"
                default: verb
                }
            action = verb == "update" ? "put" : verb
        }

        init(_ method: String, _ action: String) { (self.method, self.action) = (method, action) }
    }

    /// Every path of the resource.
    var all: [(String, JSONValue)] {
        let gvk = kind.gvk
        let root = gvk.group.isEmpty ? "/api/\(gvk.version)" : "/apis/\(gvk.group)/\(gvk.version)"
        let collection =
            kind.isNamespaced ? "\(root)/namespaces/{namespace}/\(kind.resource)" : "\(root)/\(kind.resource)"
        let verbs = Set(kind.verbs)
        var operations: [Operation] = []
        if verbs.contains("list") { operations.append(Operation("get", "list")) }
        if verbs.contains("create") { operations.append(Operation("post", "post")) }
        if verbs.contains("deletecollection") { operations.append(Operation("delete", "deletecollection")) }
        var paths = [(collection, item(operations, gvk, type, isNamespaced: kind.isNamespaced, isNamed: false))]
        if kind.isNamespaced, verbs.contains("list") {
            let list = item([Operation("get", "list")], gvk, type, isNamespaced: false, isNamed: false)
            paths.append(("\(root)/\(kind.resource)", list))
        }
        let named = ["get", "update", "patch", "delete"].filter(verbs.contains).map(Operation.init)
        if !named.isEmpty {
            let object = item(named, gvk, type, isNamespaced: kind.isNamespaced, isNamed: true)
            paths.append(("\(collection)/{name}", object))
        }
        for subresource in kind.subresources {
            let below = item(
                subresource.verbs.map(Operation.init),
                subresource.gvk,
                SchemaLibrary.builtIn.typeName(of: subresource.gvk) ?? (subresource.gvk == gvk ? type : nil),
                isNamespaced: kind.isNamespaced,
                isNamed: true
            )
            paths.append(("\(collection)/{name}/\(subresource.name)", below))
        }
        return paths
    }

    private func item(
        _ operations: [Operation],
        _ gvk: GroupVersionKind,
        _ type: String?,
        isNamespaced: Bool,
        isNamed: Bool
    ) -> JSONValue {
        var item = JSONObject()
        for operation in operations {
            var value: JSONValue = [
                Self.kindExtension: Self.extensionValue(gvk), "x-kubernetes-action": .string(operation.action),
                "parameters": .array(Self.parameters(operation.method).map { parameter($0, in: "query") }),
                "responses": ["200": ["description": "OK"], "401": ["description": "Unauthorized"]],
            ]
            switch dialect {
            case .v2: addBodies(to: &value, operation, type)
            case .v3: if operation.method == "patch" { value.set(patchBody, at: ["requestBody"]) }
            }
            item[operation.method] = value
        }
        let common = (isNamespaced ? ["namespace"] : []) + (isNamed ? ["name"] : [])
        if !common.isEmpty { item["parameters"] = .array(common.map { parameter($0, in: "path") }) }
        return .object(item)
    }

    /// What goes in and comes out, in the words of v2.
    private func addBodies(to operation: inout JSONValue, _ what: Operation, _ type: String?) {
        var consumes = ["*/*"]
        if what.method == "patch" {
            consumes = patchTypes
        }
        operation.set(JSONValue(strings: consumes), at: ["consumes"])
        operation.set(["application/json", "application/yaml"], at: ["produces"])
        guard let type else { return }
        if ["get", "post", "put", "patch"].contains(what.action) {
            operation.set(dialect.reference(type), at: ["responses", "200", "schema"])
        }
        guard ["post", "put", "patch"].contains(what.method) else { return }
        let body: JSONValue = [
            "name": "body", "in": "body", "required": true,
            "schema": what.method == "patch" ? ["type": "object"] : dialect.reference(type),
        ]
        operation.set(.array([body] + (operation["parameters"]?.array ?? [])), at: ["parameters"])
    }

    /// The forms in which a patch may come.
    private var patchTypes: [String] {
        ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"]
            + (kind.isCustom ? [] : ["application/strategic-merge-patch+json"])
    }

    /// The same in the words of v3.
    private var patchBody: JSONValue {
        let schema: JSONValue = ["schema": ["type": "object"]]
        return ["content": .object(JSONObject(patchTypes.map { ($0, schema) })), "required": true]
    }

    private static func parameters(_ method: String) -> [String] {
        switch method {
        case "patch": ["dryRun", "fieldManager", "fieldValidation", "force"]
        case "post", "put": ["dryRun", "fieldManager", "fieldValidation"]
        case "delete": ["dryRun", "gracePeriodSeconds", "propagationPolicy"]
        default: ["continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "watch"]
        }
    }

    private func parameter(_ name: String, in place: String) -> JSONValue {
        let type: JSONValue =
            switch name {
            case "force", "watch": "boolean"
            case "limit", "gracePeriodSeconds": "integer"
            default: "string"
            }
        var value: JSONValue = ["name": .string(name), "in": .string(place)]
        switch dialect {
        case .v2: value.set(type, at: ["type"])
        case .v3: value.set(["type": type], at: ["schema"])
        }
        if place == "path" { value.set(true, at: ["required"]) }
        return value
    }
}
