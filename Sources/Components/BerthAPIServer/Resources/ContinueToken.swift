import Kubernetes

/// Where a list goes on: the snapshot and the last key of the page before, opaque to clients.
struct ContinueToken: Sendable, Hashable {
    let revision: Int64
    let namespace: String
    let name: String

    init(revision: Int64, after key: ResourceKey) {
        (self.revision, namespace, name) = (revision, key.namespace, key.name)
    }

    /// Reads what ``text`` made.
    ///
    /// - Throws: `Status` 400 for anything else.
    init(_ text: String) throws(Status) {
        let fault = Status.badRequest("continue key is not valid")
        guard text.utf8.count <= 2048, let bytes = Base64URL.decode(text),
            let decoded = String(validating: bytes, as: UTF8.self)
        else { throw fault }
        let parts = decoded.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "v1", let revision = Int64(parts[1]), revision > 0 else { throw fault }
        (self.revision, namespace, name) = (revision, String(parts[2]), String(parts[3]))
    }

    /// The token; names hold no slash.
    var text: String { Base64URL.encode(Array("v1/\(revision)/\(namespace)/\(name)".utf8)) }

    func key(of resource: GroupResource) -> ResourceKey {
        ResourceKey(resource, namespace: namespace, name: name)
    }
}
