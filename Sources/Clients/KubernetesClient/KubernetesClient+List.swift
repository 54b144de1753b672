package import Kubernetes

/// All objects of a list, from one snapshot, and its resource version to watch from.
package struct ObjectCollection: Sendable {
    package var items: [JSONValue]
    package var resourceVersion: String

    package init(items: [JSONValue], resourceVersion: String) {
        (self.items, self.resourceVersion) = (items, resourceVersion)
    }
}

/// Which objects a list or a watch is about.
package struct ObjectSelection: Sendable {
    package var namespace: String
    /// As `labelSelector` and `fieldSelector` are written.
    package var labels: String
    package var fields: String

    package init(namespace: String = "", labels: String = "", fields: String = "") {
        (self.namespace, self.labels, self.fields) = (namespace, labels, fields)
    }

    static let everything = ObjectSelection()

    var query: [(name: String, value: String)] {
        [(name: "labelSelector", value: labels), (name: "fieldSelector", value: fields)].filter { !$0.value.isEmpty }
    }
}

extension KubernetesClient {
    /// All objects, read in pages of one snapshot; begun again when the snapshot expires on the way.
    package func list(
        _ resource: APIResource,
        _ selection: ObjectSelection = ObjectSelection()
    ) async throws -> ObjectCollection {
        var restarts = 0
        while true {
            do {
                return try await listOnce(resource, selection)
            } catch let error as KubernetesClientError where error.isExpired && restarts < 3 {
                restarts += 1
            }
        }
    }

    private func listOnce(_ resource: APIResource, _ selection: ObjectSelection) async throws -> ObjectCollection {
        var items: [JSONValue] = []
        var token = ""
        while true {
            let page = try await page(resource, selection, limit: configuration.pageSize, continuing: token)
            items += page.items
            guard !page.token.isEmpty, page.token != token else {
                return ObjectCollection(items: items, resourceVersion: page.resourceVersion)
            }
            token = page.token
        }
    }

    /// One page of a list and the token of the next, empty at the end.
    package func page(
        _ resource: APIResource,
        _ selection: ObjectSelection = ObjectSelection(),
        limit: Int,
        continuing token: String = ""
    ) async throws -> (items: [JSONValue], resourceVersion: String, token: String) {
        var request = KubernetesRequest("GET", resource.path(namespace: selection.namespace))
        request.query = selection.query
        request.query.append((name: "limit", value: "\(limit)"))
        if !token.isEmpty { request.query.append((name: "continue", value: token)) }
        let list = try await send(request)
        let items = list["items"]
        guard items?.array != nil || items == nil || items == .null else {
            throw KubernetesClientError.malformedAnswer("the answer is no list")
        }
        // items of a list leave out what the list says for all of them
        let kind = list.kind.hasSuffix("List") ? String(list.kind.dropLast(4)) : ""
        let objects = (items?.array ?? []).map { item in
            guard item["kind"] == nil, !kind.isEmpty else { return item }
            var item = item
            item.set(.string(kind), at: ["kind"])
            item.set(.string(list.apiVersion), at: ["apiVersion"])
            return item
        }
        return (objects, list.resourceVersion, list[path: "metadata", "continue"]?.string ?? "")
    }
}
