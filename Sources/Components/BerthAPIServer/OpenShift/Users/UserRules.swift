import Kubernetes

/// The rules of `users`.
struct UserRules: ResourceStrategy {
    var nameRule: NameRule { .pathSegment }

    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        if let problem = Self.nameProblem(object.name) {
            causes.append(.invalid("metadata.name", object.name, problem))
        }
        for (index, identity) in (object["identities"]?.strings ?? []).enumerated() {
            guard let problem = IdentityRules.nameProblem(identity) else { continue }
            causes.append(.invalid("identities[\(index)]", identity, problem))
        }
        return causes
    }

    /// Why no User can have this name; nil when one can.
    static func nameProblem(_ name: String) -> String? {
        if name.isEmpty || name == "." || name == ".." { return "must be a path segment" }
        if name.utf8.contains(UInt8(ascii: "/")) { return "may not contain \"/\"" }
        if name.utf8.contains(UInt8(ascii: "%")) { return "may not contain \"%\"" }
        if name.utf8.contains(UInt8(ascii: ":")) { return "may not contain \":\"" }
        if name == "~" { return "may not equal \"~\"" }
        return nil
    }
}

extension Status.Cause {
    /// A value that is not allowed, in the words of the API.
    static func invalid(_ field: String, _ value: String, _ why: String) -> Status.Cause {
        Status.Cause(
            reason: "FieldValueInvalid",
            message: "Invalid value: \"\(value)\": \(why)",
            field: field
        )
    }

    /// A member that is missing.
    static func required(_ field: String, _ why: String = "") -> Status.Cause {
        Status.Cause(
            reason: "FieldValueRequired",
            message: why.isEmpty ? "Required value" : "Required value: \(why)",
            field: field
        )
    }
}
