/// The types of the API's built-in kinds, read from a compact notation.
///
/// A line is a message: its name and its fields as `name=number` with a type (`s` string, `b` bytes, `i` integer, `o` boolean,
/// `t` time, `u` microtime, `q` quantity, `x` integer or string, `f` and `r` JSON, `L` strings, `@` message; `*` list of and
/// `%` map to), then `?` for a pointer, `!` for a field that JSON always shows, `~key` for a list that patches merge. A field
/// without a name stands for the fields of its message. Indented lines continue the one before. The facts are those of the
/// API's published types (https://kubernetes.io/docs/reference/generated/kubernetes-api/).
struct MessageTable: Sendable {
    static let builtIn = MessageTable([core, workloads, access, cluster, openShift, versions])

    private var messages: [String: MessageSchema] = [:]

    /// Which package a group and version is.
    private static let packages: [String: String] = [
        "v1": "core", "apps/v1": "apps", "batch/v1": "batch", "batch/v1beta1": "batch", "policy/v1beta1": "policy",
        "events.k8s.io/v1beta1": "events", "networking.k8s.io/v1beta1": "networkingbeta",
        "extensions/v1beta1": "networkingbeta", "rbac.authorization.k8s.io/v1": "rbac",
        "rbac.authorization.k8s.io/v1beta1": "rbac",
        "networking.k8s.io/v1": "networking", "autoscaling/v1": "autoscaling", "autoscaling/v2": "autoscaling2",
        "policy/v1": "policy", "authentication.k8s.io/v1": "authentication",
        "authentication.k8s.io/v1beta1": "authentication", "authentication.k8s.io/v1alpha1": "authentication",
        "authorization.k8s.io/v1": "authorization", "coordination.k8s.io/v1": "coordination",
        "discovery.k8s.io/v1": "discovery", "events.k8s.io/v1": "events", "storage.k8s.io/v1": "storage",
        "scheduling.k8s.io/v1": "scheduling", "certificates.k8s.io/v1": "certificates",
        "image.openshift.io/v1": "image", "project.openshift.io/v1": "project", "route.openshift.io/v1": "route",
        "user.openshift.io/v1": "user", "oauth.openshift.io/v1": "oauth",
        "authorization.openshift.io/v1": "osauthorization",
    ]

    init(_ texts: [String]) {
        for text in texts {
            var package = ""
            var message = ""
            var fields: [MessageSchema.Field] = []
            for line in text.split(separator: "\n") {
                var words = line.split(separator: " ")
                if words.first == "package", let last = words.last {
                    finish(&message, &fields)
                    package = String(last)
                    continue
                }
                if !line.hasPrefix(" ") {
                    finish(&message, &fields)
                    message = "\(package).\(words.removeFirst())"
                }
                fields += words.compactMap { Self.field($0, package) }
            }
            finish(&message, &fields)
        }
    }

    private mutating func finish(_ message: inout String, _ fields: inout [MessageSchema.Field]) {
        if !message.isEmpty { messages[message] = MessageSchema(name: message, fields: fields) }
        message = ""
        fields = []
    }

    /// The message of a qualified name.
    subscript(name: String) -> MessageSchema? { messages[name] }

    /// All messages, for a check of the table.
    var all: some Collection<MessageSchema> { messages.values }

    /// The message of a kind; `DeleteOptions` belongs to every group.
    func message(apiVersion: String, kind: String) -> MessageSchema? {
        guard kind != "DeleteOptions" else { return messages["meta.DeleteOptions"] }
        return Self.packages[apiVersion].flatMap { messages["\($0).\(kind)"] }
    }

    private static func field(_ word: Substring, _ package: String) -> MessageSchema.Field? {
        guard let sign = word.firstIndex(of: "=") else { return nil }
        var rest = word[word.index(after: sign)...]
        let digits = rest.prefix { $0.isNumber }
        guard let number = UInt64(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        var merge = MessageSchema.Merge.replace
        if let tilde = rest.firstIndex(of: "~") {
            let key = rest[rest.index(after: tilde)...]
            if key != "=" { merge = key.isEmpty ? .set : .byKey(String(key)) }
            rest = rest[..<tilde]
        }
        let isAlwaysShown = rest.hasSuffix("!")
        if isAlwaysShown { rest = rest.dropLast() }
        let isPointer = rest.hasSuffix("?")
        if isPointer { rest = rest.dropLast() }
        guard let type = type(rest, package) else { return nil }
        return MessageSchema.Field(
            name: String(word[..<sign]),
            number: number,
            type: type,
            isPointer: isPointer,
            isAlwaysShown: isAlwaysShown,
            merge: merge
        )
    }

    private static func type(_ text: Substring, _ package: String) -> MessageSchema.FieldType? {
        let rest = text.dropFirst()
        switch text.first {
        case "s": return .string
        case "b": return .bytes
        case "i": return .integer
        case "o": return .boolean
        case "t": return .time
        case "u": return .microTime
        case "q": return .quantity
        case "x": return .intOrString
        case "f", "r": return .json
        case "L": return .strings
        case "*": return type(rest, package).map { .list($0) }
        case "%": return type(rest, package).map { .map($0) }
        case "@": return .message(rest.contains(".") ? String(rest) : "\(package).\(rest)")
        default: return nil
        }
    }
}
