import Kubernetes

/// What the resourceVersion parameters of a list ask for.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list
enum ResourceVersionRule: Sendable, Hashable {
    /// The newest, or anything.
    case newest
    /// At least this revision.
    case notOlder(Int64)
    /// Exactly this snapshot.
    case exact(Int64)
    /// The next page.
    case following(ContinueToken)

    /// - Throws: `Status` 400 and 422 for combinations that make no sense.
    init(_ options: ListOptions) throws(Status) {
        let version = options.resourceVersion ?? ""
        let match = options.resourceVersionMatch ?? ""
        if let continuation = options.continuation, !continuation.isEmpty {
            guard match.isEmpty else {
                throw Self.invalid(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden when continue is provided"
                )
            }
            guard version.isEmpty || version == "0" else {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
            self = .following(try ContinueToken(continuation))
            return
        }
        let revision = try Self.revision(version)
        switch match {
        case "":
            guard revision > 0 else {
                self = .newest
                return
            }
            self = (options.limit ?? 0) > 0 ? .exact(revision) : .notOlder(revision)
        case "NotOlderThan", "Exact":
            guard !version.isEmpty else {
                throw Self.invalid(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden unless resourceVersion is provided"
                )
            }
            if match == "NotOlderThan" {
                self = revision > 0 ? .notOlder(revision) : .newest
            } else {
                guard revision > 0 else {
                    throw Self.invalid(
                        "resourceVersionMatch",
                        "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\""
                    )
                }
                self = .exact(revision)
            }
        default:
            throw .invalid(
                Self.kind,
                name: "",
                [
                    .init(
                        reason: "FieldValueNotSupported",
                        message: "Unsupported value: \"\(match)\": supported values: \"Exact\", \"NotOlderThan\"",
                        field: "resourceVersionMatch"
                    )
                ]
            )
        }
    }

    /// A resourceVersion; 0 for the empty one.
    ///
    /// - Throws: `Status` 400.
    static func revision(_ text: String?) throws(Status) -> Int64 {
        guard let text, !text.isEmpty else { return 0 }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let revision = Int64(text) else {
            throw .badRequest("Invalid value: \"\(text.prefix(64))\": invalid resource version")
        }
        return revision
    }

    static func invalid(_ field: String, _ why: String) -> Status {
        .invalid(kind, name: "", [.init(reason: "FieldValueForbidden", message: "Forbidden: \(why)", field: field)])
    }

    private static let kind = GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: "ListOptions")
}
