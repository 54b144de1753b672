/// How strategic merge patches treat the lists of a built-in kind: which are sets, and which are maps by one of their members.
package struct PatchRules: Sendable {
    /// What the rules say of one member.
    struct Member {
        let merge: MessageSchema.Merge
        /// The rules below it: of the object, or of each element.
        let rules: PatchRules
    }

    /// The message that an object is; nil where nothing is known of it, so that its lists are replaced.
    private let message: MessageSchema?

    private init(_ message: MessageSchema?) { self.message = message }

    /// Nothing is known: objects are merged, lists replaced.
    static let none = PatchRules(nil)

    /// The rules of a built-in kind; nil for kinds that take no strategic merge patches.
    package static func of(_ kind: GroupVersionKind) -> PatchRules? {
        MessageTable.builtIn.message(apiVersion: kind.apiVersion, kind: kind.kind).map { PatchRules($0) }
    }

    /// What is known of a member.
    func member(_ name: String) -> Member {
        guard let field = message.flatMap({ Self.field(name, of: $0) }) else {
            return Member(merge: .replace, rules: .none)
        }
        return Member(merge: field.merge, rules: Self.rules(of: field.type))
    }

    private static func field(_ name: String, of message: MessageSchema) -> MessageSchema.Field? {
        for field in message.fields {
            if field.name == name { return field }
            if field.name.isEmpty, case .message(let inner) = field.type,
                let found = MessageTable.builtIn[inner].flatMap({ self.field(name, of: $0) })
            {
                return found
            }
        }
        return nil
    }

    private static func rules(of type: MessageSchema.FieldType) -> PatchRules {
        switch type {
        case .message(let name): PatchRules(MessageTable.builtIn[name])
        case .list(let element): rules(of: element)
        default: .none
        }
    }
}
