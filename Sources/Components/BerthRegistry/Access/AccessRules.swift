package import OCI

/// Who may do what, as an access file says it.
///
/// A line is `who where what`: a user, `anonymous` or `*` (every user, not nobody); a pattern of repository names; and `pull`, `create`,
/// `push` (create and overwrite), `delete` or `*`, joined by commas. A right that no line grants is not held. In patterns `*` is any
/// text within one component and `**` any text at all.
package struct AccessRules: Sendable, Equatable {
    package struct Rule: Sendable, Equatable {
        enum Subject: Sendable, Equatable {
            case anonymous
            case everyUser
            case user(String)
        }

        var subject: Subject
        var pattern: [UInt8]
        var actions: Set<RepositoryAction>
    }

    private var rules: [Rule]

    /// Every user may do everything; nobody may pull when `anonymousPull` is set.
    package init(anonymousPull: Bool) {
        rules = [Rule(subject: .everyUser, pattern: Array("**".utf8), actions: Set(RepositoryAction.allCases))]
        if anonymousPull { addAnonymousPull() }
    }

    /// Reads an access file; throws with the number of the first bad line, so that a mistake never widens a right.
    package init(parsing text: String, anonymousPull: Bool) throws(AccessFileError) {
        rules = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.prefix { $0 != "#" }
            let columns = content.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard !columns.isEmpty else { continue }
            guard columns.count == 3, let actions = Self.actions(columns[2]), columns[1].utf8.count <= 255 else {
                throw AccessFileError(line: index + 1)
            }
            let subject: Rule.Subject =
                switch columns[0] {
                case "anonymous": .anonymous
                case "*": .everyUser
                default: .user(String(columns[0]))
                }
            rules.append(Rule(subject: subject, pattern: Array(columns[1].utf8), actions: actions))
        }
        if anonymousPull { addAnonymousPull() }
    }

    private mutating func addAnonymousPull() {
        rules.append(Rule(subject: .anonymous, pattern: Array("**".utf8), actions: [.pull]))
        rules.append(Rule(subject: .everyUser, pattern: Array("**".utf8), actions: [.pull]))
    }

    private static func actions(_ text: Substring) -> Set<RepositoryAction>? {
        var actions: Set<RepositoryAction> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch word {
            case "*": actions.formUnion(RepositoryAction.allCases)
            case "push": actions.formUnion([.create, .overwrite])
            default:
                guard let action = RepositoryAction(rawValue: String(word)) else { return nil }
                actions.insert(action)
            }
        }
        return actions
    }

    /// Whether some line lets nobody do something.
    package var admitAnonymous: Bool {
        rules.contains { $0.subject == .anonymous }
    }

    /// Whether a line grants `action` on `repository` to `principal`.
    package func allow(_ action: RepositoryAction, on repository: RepositoryName, to principal: Principal) -> Bool {
        rules.contains { rule in
            guard rule.actions.contains(action) else { return false }
            switch rule.subject {
            case .anonymous: guard principal.name == nil else { return false }
            case .everyUser: guard principal.name != nil else { return false }
            case .user(let user):
                guard let name = principal.name, name.utf8.elementsEqual(user.utf8) else { return false }
            }
            return Self.matches(repository.text.utf8[...], rule.pattern[...])
        }
    }

    /// Matches in time proportional to name × pattern: `memo`-free backtracking over one star at a time would not be.
    static func matches(_ name: Substring.UTF8View, _ pattern: ArraySlice<UInt8>) -> Bool {
        let name = Array(name)
        var reachable = [Bool](repeating: false, count: name.count + 1)
        reachable[0] = true
        var index = pattern.startIndex
        while index < pattern.endIndex {
            let byte = pattern[index]
            index += 1
            if byte == 0x2a {
                let isDeep = index < pattern.endIndex && pattern[index] == 0x2a
                if isDeep { index += 1 }
                for position in name.indices
                where reachable[position] && (isDeep || name[position] != 0x2f) {
                    reachable[position + 1] = true
                }
                continue
            }
            var next = [Bool](repeating: false, count: name.count + 1)
            for position in name.indices where reachable[position] && name[position] == byte {
                next[position + 1] = true
            }
            reachable = next
        }
        return reachable[name.count]
    }
}
