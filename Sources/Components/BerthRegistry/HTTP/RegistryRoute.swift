import BerthHTTP
import OCI

/// What a request's path names; nothing else parses paths (reliability R1).
///
/// The path is taken as received: its segments are percent-decoded once, must then match their grammar from the first byte to the last, and
/// the same values are used for routing, rights and storage. Nothing is normalised: what is not exactly a path of the specification is
/// unknown.
enum RegistryRoute: Equatable {
    case base
    case catalog
    case tags(RepositoryName)
    case manifest(RepositoryName, reference: String)
    case blob(RepositoryName, digest: String)
    case uploads(RepositoryName)
    case upload(RepositoryName, id: String)
    case referrers(RepositoryName, digest: String)
    case health
    case readiness
    case metrics

    /// The label of the metrics and the access log.
    var handler: String {
        switch self {
        case .base: "base"
        case .catalog: "catalog"
        case .tags: "tags"
        case .manifest: "manifest"
        case .blob: "blob"
        case .uploads: "blob-upload"
        case .upload: "blob-upload-chunk"
        case .referrers: "referrers"
        case .health, .readiness: "health"
        case .metrics: "metrics"
        }
    }

    /// Reads a path; throws `nameInvalid` when only the repository's name is wrong, and `pathUnknown` otherwise.
    init(path: String) throws(RegistryError) {
        switch path {
        case "/v2", "/v2/": self = .base
        case "/v2/_catalog": self = .catalog
        case "/healthz", "/livez": self = .health
        case "/readyz": self = .readiness
        case "/metrics": self = .metrics
        default: self = try Self.parse(path)
        }
    }

    private static func parse(_ path: String) throws(RegistryError) -> RegistryRoute {
        guard path.utf8.starts(with: "/v2/".utf8), let decoded = decode(path) else { throw .pathUnknown }
        let segments = decoded.utf8.dropFirst(4).split(separator: 0x2f, omittingEmptySubsequences: false)
        let count = segments.count
        guard count >= 3 else { throw .pathUnknown }
        let last = String(Substring(segments[count - 1]))
        let kind = String(Substring(segments[count - 2]))
        func name(dropping tail: Int) throws(RegistryError) -> RepositoryName {
            let text = Substring(decoded.utf8[segments[0].startIndex..<segments[count - tail - 1].endIndex])
            do {
                return try RepositoryName(text)
            } catch {
                throw .nameInvalid(error.given)
            }
        }
        switch (kind, last) {
        case ("tags", "list"): return .tags(try name(dropping: 2))
        case ("manifests", _) where !last.isEmpty: return .manifest(try name(dropping: 2), reference: last)
        case ("referrers", _) where !last.isEmpty: return .referrers(try name(dropping: 2), digest: last)
        case ("blobs", "uploads"): return .uploads(try name(dropping: 2))
        case ("blobs", _) where !last.isEmpty: return .blob(try name(dropping: 2), digest: last)
        case ("uploads", _) where count >= 4 && segments[count - 3].elementsEqual("blobs".utf8):
            return last.isEmpty ? .uploads(try name(dropping: 3)) : .upload(try name(dropping: 3), id: last)
        default: throw .pathUnknown
        }
    }

    /// The path decoded once; `nil` when an escape is malformed or hides what separates or ends names.
    private static func decode(_ path: String) -> String? {
        guard path.utf8.contains(0x25) else { return path }
        let raw = path.utf8.split(separator: 0x2f, omittingEmptySubsequences: false)
        var decoded: [String] = []
        for segment in raw {
            guard let bytes = RequestTarget.decode(Substring(segment)), !bytes.contains(0x2f), !bytes.contains(0),
                let text = String(validating: bytes, as: UTF8.self)
            else { return nil }
            decoded.append(text)
        }
        return decoded.joined(separator: "/")
    }
}
