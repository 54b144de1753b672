import Kubernetes
import NIOCore
import Synchronization

/// `/openapi/v3` and the document of each group version, and `/openapi/v2` for old clients.
///
/// Documents are made when asked for, and kept until what they describe changes.
package final class OpenAPIDocuments: Sendable {
    private let catalog: ResourceCatalog
    private let cache = Mutex<(generation: Int, documents: [String: DiscoveryDocument])>((0, [:]))

    package init(catalog: ResourceCatalog) { self.catalog = catalog }

    /// The document at `/openapi/v3`, `/openapi/v3/api/v1`, `/openapi/v3/apis/<group>/<version>` or `/openapi/v2`.
    ///
    /// - Returns: nil when nothing is there.
    package func document(path: String, accept: String) -> DiscoveryDocument? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count >= 2, parts[0] == "openapi" else { return nil }
        let table = catalog.table
        let isProtobuf = parts[1] == "v2" && OpenAPIV2.isProtobuf(accept: accept)
        let key = parts.joined(separator: "/") + (isProtobuf ? " protobuf" : "")
        if let known = cache.withLock({ $0.generation == table.generation ? $0.documents[key] : nil }) { return known }
        let value: JSONValue?
        var body = ByteBuffer()
        switch (parts[1], parts.count) {
        case ("v2", 2):
            value = nil
            body = OpenAPIV2.body(table, isProtobuf: isProtobuf)
        case ("v3", 2): value = Self.index(table)
        case ("v3", 4) where parts[2] == "api": value = Self.document(table, group: "", version: parts[3])
        case ("v3", 5) where parts[2] == "apis": value = Self.document(table, group: parts[3], version: parts[4])
        default: value = nil
        }
        value?.write(to: &body)
        guard body.readableBytes > 0 else { return nil }
        let document = Self.kept(body, OpenAPIV2.contentType(isProtobuf: isProtobuf))
        cache.withLock { cache in
            if cache.generation != table.generation { cache = (table.generation, [:]) }
            cache.documents[key] = document
        }
        return document
    }

    /// A document as it is kept: a large one compressed, since nearly every client takes it so.
    private static func kept(_ body: ByteBuffer, _ contentType: String) -> DiscoveryDocument {
        let tag = "\"\(DiscoveryDocuments.digest(of: body))\""
        guard body.readableBytes >= ContentCoding.threshold, let small = Gzip.deflate(body) else {
            return DiscoveryDocument(contentType: contentType, body: body, entityTag: tag)
        }
        return DiscoveryDocument(contentType: contentType, body: small, entityTag: tag, isGzipped: true)
    }

    private static func index(_ table: CatalogTable) -> JSONValue {
        var paths = JSONObject()
        for version in table.groupVersions {
            let path = version.group.isEmpty ? "api/\(version.version)" : "apis/\(version.group)/\(version.version)"
            paths[path] = [
                "serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(fingerprint(version))")
            ]
        }
        return ["paths": .object(paths)]
    }

    /// Changes whenever the document would.
    private static func fingerprint(_ version: CatalogTable.GroupVersion) -> String {
        var text = ByteBuffer()
        for kind in version.resources.map(\.kind) {
            text.writeString("\(kind.resource) \(kind.gvk.kind) \(kind.isNamespaced) \(kind.verbs)\n")
            for subresource in kind.subresources { text.writeString("\(subresource.name) \(subresource.verbs)\n") }
            if case .custom(_, let openAPI)? = kind.schema?.shape { openAPI.write(to: &text) }
        }
        return DiscoveryDocuments.digest(of: text)
    }

    private static func document(_ table: CatalogTable, group: String, version: String) -> JSONValue? {
        guard let found = table.groupVersions.first(where: { $0.group == group && $0.version == version }) else {
            return nil
        }
        var paths = JSONObject()
        var components = ComponentSchemas(.v3)
        for kind in found.resources.map(\.kind) {
            for (name, item) in OpenAPIPaths(kind, .v3).all { paths[name] = item }
            components.add(kind)
            for subresource in kind.subresources where subresource.gvk != kind.gvk { components.add(subresource.gvk) }
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Berth", "version": "v1"], "paths": .object(paths),
            "components": ["schemas": components.json],
        ]
    }
}
