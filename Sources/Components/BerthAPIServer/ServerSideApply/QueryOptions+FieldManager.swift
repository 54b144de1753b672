import Kubernetes

/// What writes say of their field manager (`meta/v1 PatchOptions` and its kin).
extension QueryOptions {
    static let patchOptions = GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: "PatchOptions")
    private static let nameLimit = 128

    /// The field manager that the query names; empty for none.
    ///
    /// - Throws: `Status` 422 for one that is too long or cannot be printed.
    func fieldManager(_ verb: String) throws(Status) -> String {
        guard let name = value("fieldManager") else { return "" }
        guard let fault = Self.fault(inManager: name, field: "fieldManager") else { return name }
        let kind =
            switch verb {
            case "patch": "PatchOptions"
            case "update": "UpdateOptions"
            default: "CreateOptions"
            }
        throw .invalid(
            GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: kind),
            name: "",
            [fault]
        )
    }

    /// What is wrong with a manager's name; nil when nothing is.
    static func fault(inManager name: String, field: String) -> Status.Cause? {
        if name.utf8.count > nameLimit {
            return Status.Cause(
                reason: "FieldValueTooLong",
                message: "Too long: may not be more than \(nameLimit) bytes",
                field: field
            )
        }
        guard !name.unicodeScalars.allSatisfy(isPrintable) else { return nil }
        return .invalid(field, name, "should only contain printable characters")
    }

    /// Whether a parameter is set to true.
    ///
    /// - Throws: `Status` 400.
    func flag(_ name: String) throws(Status) -> Bool {
        switch value(name) {
        case nil, "false", "0": return false
        case "true", "1": return true
        case let other?:
            throw .badRequest("invalid value of the query parameter \(name): \"\(other.prefix(64))\"")
        }
    }

    /// - Throws: `Status` 422 when a patch that is no apply is to be forced.
    func refuseForce() throws(Status) {
        guard value("force") != nil else { return }
        throw .invalid(
            Self.patchOptions,
            name: "",
            [
                .init(
                    reason: "FieldValueForbidden",
                    message: "Forbidden: may not be specified for non-apply patch",
                    field: "force"
                )
            ]
        )
    }

    /// Who a client says it is: its agent's name before the slash.
    static func name(ofAgent agent: String) -> String {
        var name = ""
        for scalar in agent.prefix(while: { $0 != "/" }).unicodeScalars where isPrintable(scalar) {
            guard name.utf8.count + UTF8.width(scalar) <= nameLimit else { break }
            name.unicodeScalars.append(scalar)
        }
        return name
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
