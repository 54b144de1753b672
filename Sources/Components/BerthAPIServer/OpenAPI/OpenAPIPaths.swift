import Kubernetes

/// The paths of a resource in an OpenAPI v3 document: where clients look for kinds and for what a verb takes.
enum OpenAPIPaths {
    static let kindExtension = "x-kubernetes-group-version-kind"

    static func extensionValue(_ gvk: GroupVersionKind) -> JSONValue {
        ["group": .string(gvk.group), "kind": .string(gvk.kind), "version": .string(gvk.version)]
    }

    /// Adds every path of a resource.
    static func add(_ kind: ResourceKind, to paths: inout JSONObject) {
        let gvk = kind.gvk
        let root = gvk.group.isEmpty ? "/api/\(gvk.version)" : "/apis/\(gvk.group)/\(gvk.version)"
        let collection =
            kind.isNamespaced ? "\(root)/namespaces/{namespace}/\(kind.resource)" : "\(root)/\(kind.resource)"
        let verbs = Set(kind.verbs)
        var operations: [(String, String, String)] = []
        if verbs.contains("list") { operations.append(("get", "list", "")) }
        if verbs.contains("create") { operations.append(("post", "post", "")) }
        if verbs.contains("deletecollection") { operations.append(("delete", "deletecollection", "")) }
        paths[collection] = item(operations, gvk, isNamespaced: kind.isNamespaced, isNamed: false)
        if kind.isNamespaced, verbs.contains("list") {
            paths["\(root)/\(kind.resource)"] = item([("get", "list", "")], gvk, isNamespaced: false, isNamed: false)
        }
        let named = ["get", "update", "patch", "delete"].filter(verbs.contains)
        if !named.isEmpty {
            paths["\(collection)/{name}"] = item(
                named.map { (method($0), $0 == "update" ? "put" : $0, "") },
                gvk,
                isNamespaced: kind.isNamespaced,
                isNamed: true
            )
        }
        for subresource in kind.subresources {
            paths["\(collection)/{name}/\(subresource.name)"] = item(
                subresource.verbs.map { (method($0), $0 == "update" ? "put" : $0, "") },
                subresource.gvk,
                isNamespaced: kind.isNamespaced,
                isNamed: true
            )
        }
    }

    private static func method(_ verb: String) -> String {
        switch verb {
        case "update": "put"
        case "create": "post"
        default: verb
        }
    }

    private static func item(
        _ operations: [(method: String, action: String, String)],
        _ gvk: GroupVersionKind,
        isNamespaced: Bool,
        isNamed: Bool
    ) -> JSONValue {
        var item = JSONObject()
        for operation in operations {
            item[operation.method] = [
                kindExtension: extensionValue(gvk), "x-kubernetes-action": .string(operation.action),
                "parameters": .array(parameters(operation.method).map { parameter($0, in: "query") }),
                "responses": ["200": ["description": "OK"], "401": ["description": "Unauthorized"]],
            ]
        }
        let common = (isNamespaced ? ["namespace"] : []) + (isNamed ? ["name"] : [])
        if !common.isEmpty { item["parameters"] = .array(common.map { parameter($0, in: "path") }) }
        return .object(item)
    }

    private static func parameters(_ method: String) -> [String] {
        switch method {
        case "patch": ["dryRun", "fieldManager", "fieldValidation", "force"]
        case "post", "put": ["dryRun", "fieldManager", "fieldValidation"]
        case "delete": ["dryRun", "gracePeriodSeconds", "propagationPolicy"]
        default: ["continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "watch"]
        }
    }

    private static func parameter(_ name: String, in place: String) -> JSONValue {
        let type: JSONValue =
            switch name {
            case "force", "watch": "boolean"
            case "limit", "gracePeriodSeconds": "integer"
            default: "string"
            }
        var value: JSONValue = ["name": .string(name), "in": .string(place), "schema": ["type": type]]
        if place == "path" { value.set(true, at: ["required"]) }
        return value
    }
}
