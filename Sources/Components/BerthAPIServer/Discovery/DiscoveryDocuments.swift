import Crypto
import Kubernetes
import NIOCore
import Synchronization

/// The discovery documents: `/api`, `/apis` and what is below them, aggregated or plain (reference 3.1).
///
/// Documents are made once for each state of the catalog.
package final class DiscoveryDocuments: Sendable {
    /// The form a client asked for.
    enum Form: Hashable, Sendable {
        case plain
        /// `v2` or `v2beta1` of `apidiscovery.k8s.io`.
        case aggregated(String)
    }

    private struct CacheKey: Hashable {
        let path: String
        let form: Form
    }

    private let catalog: ResourceCatalog
    private let serverAddress: String
    private let cache = Mutex<(generation: Int, documents: [CacheKey: DiscoveryDocument])>((0, [:]))

    /// - Parameters:
    ///   - catalog: What is served.
    ///   - serverAddress: `127.0.0.1:6443`, as `serverAddressByClientCIDRs` shows it; empty for none.
    package init(catalog: ResourceCatalog, serverAddress: String = "") {
        (self.catalog, self.serverAddress) = (catalog, serverAddress)
    }

    /// The document at `/api`, `/apis`, `/api/v1`, `/apis/<group>` or `/apis/<group>/<version>`.
    ///
    /// A slash at the end changes nothing. The `Accept` header turns `/api` and `/apis` into the aggregated form.
    ///
    /// - Returns: nil when nothing is there.
    package func document(path: String, accept: String) -> DiscoveryDocument? {
        let parts = path.split(separator: "/").map(String.init)
        guard let first = parts.first, first == "api" || first == "apis", parts.count <= 3 else { return nil }
        let form = parts.count == 1 ? Self.form(accept: accept) : .plain
        let key = CacheKey(path: parts.joined(separator: "/"), form: form)
        let table = catalog.table
        if let known = cache.withLock({ $0.generation == table.generation ? $0.documents[key] : nil }) { return known }
        guard let value = Self.value(parts, form, table, serverAddress) else { return nil }
        let document = Self.document(value, contentType: Self.contentType(form))
        cache.withLock { cache in
            if cache.generation != table.generation { cache = (table.generation, [:]) }
            cache.documents[key] = document
        }
        return document
    }

    /// The paths that `GET /` lists.
    package var rootPaths: [String] {
        var paths = ["/.well-known/oauth-authorization-server", "/api", "/api/v1", "/apis"]
        var lastGroup = ""
        for version in catalog.table.groupVersions where !version.group.isEmpty {
            if version.group != lastGroup { paths.append("/apis/\(version.group)") }
            lastGroup = version.group
            paths.append("/apis/\(version.group)/\(version.version)")
        }
        return paths + ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"]
    }

    /// The first of the accepted media types that discovery knows; plain when none is.
    static func form(accept: String) -> Form {
        for type in accept.split(separator: ",") {
            let parts = type.split(separator: ";").map { part in String(part.filter { !$0.isWhitespace }) }
            guard parts.first == "application/json" else { continue }
            let parameters = Set(parts.dropFirst())
            guard parameters.contains(where: { $0.hasPrefix("as=") }) else { return .plain }
            guard parameters.contains("as=APIGroupDiscoveryList"), parameters.contains("g=apidiscovery.k8s.io") else {
                continue
            }
            for version in ["v2", "v2beta1"] where parameters.contains("v=\(version)") { return .aggregated(version) }
        }
        return .plain
    }

    private static func contentType(_ form: Form) -> String {
        switch form {
        case .plain: "application/json"
        case .aggregated(let version):
            "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList"
        }
    }

    /// A document with the digest of its bytes as its entity tag.
    static func document(_ value: JSONValue, contentType: String) -> DiscoveryDocument {
        var body = ByteBuffer()
        value.write(to: &body)
        return DiscoveryDocument(contentType: contentType, body: body, entityTag: "\"\(digest(of: body))\"")
    }

    /// The SHA-256 of a document in hex capitals, as entity tags and hashes of documents have it.
    static func digest(of body: ByteBuffer) -> String {
        let digits = Array("0123456789ABCDEF")
        return SHA256.hash(data: Array(body.readableBytesView)).map { byte in
            String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }.joined()
    }

    private static func value(
        _ parts: [String],
        _ form: Form,
        _ table: CatalogTable,
        _ address: String
    ) -> JSONValue? {
        let isCore = parts[0] == "api"
        switch (parts.count, form) {
        case (1, .aggregated(let version)): return AggregatedDiscovery.list(table, version: version, isCore: isCore)
        case (1, .plain): return isCore ? PlainDiscovery.coreVersions(address) : PlainDiscovery.groups(table)
        case (2, _):
            return isCore
                ? PlainDiscovery.resources(table, group: "", version: parts[1])
                : PlainDiscovery.group(table, parts[1])
        default: return isCore ? nil : PlainDiscovery.resources(table, group: parts[1], version: parts[2])
        }
    }
}
