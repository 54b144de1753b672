import Kubernetes

/// Every built-in type by its names.
struct SchemaLibrary: Sendable {
    /// What ``SchemaText`` holds; read at the first use.
    static let builtIn = SchemaLibrary(SchemaText.all)

    private var types: [String: TypeSchema] = [:]

    init(_ texts: [String]) {
        for text in texts { read(text) }
    }

    /// The type of a full name or of an alias.
    func type(_ name: String) -> TypeSchema? { types[name] }

    /// The full name of a built-in kind's type; nil when its shape is not known.
    func typeName(of gvk: GroupVersionKind) -> String? {
        let name = "\(Self.prefix(of: gvk.group)).\(gvk.version).\(gvk.kind)"
        return types[name] == nil ? nil : name
    }

    private static func prefix(of group: String) -> String {
        let label = group.split(separator: ".").first.map(String.init) ?? "core"
        if group == "apiextensions.k8s.io" { return "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions" }
        return group.hasSuffix(".openshift.io") ? "com.github.openshift.api.\(label)" : "io.k8s.api.\(label)"
    }

    private mutating func read(_ text: String) {
        var logical: [String] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  "), let last = logical.indices.last {
                logical[last] += " " + line.drop { $0 == " " }
            } else {
                logical.append(String(line))
            }
        }
        var current: TypeSchema?
        for line in logical {
            if line.hasPrefix("=") {
                if let current { add(current) }
                current = Self.header(line)
            } else {
                current?.fields += Self.fields(line)
            }
        }
        if let current { add(current) }
    }

    private mutating func add(_ type: TypeSchema) {
        types[type.name] = type
        types[type.alias] = type
    }

    private static func header(_ line: String) -> TypeSchema {
        let (head, description) = split(line)
        let words = head.split(separator: " ")
        let name = words.count > 1 ? String(words[1]) : ""
        let alias = words.count > 3 ? String(words[3]) : name.split(separator: ".").last.map(String.init) ?? name
        let isKind = words.first == "=!"
        let common: [TypeSchema.Field] =
            isKind
            ? [
                TypeSchema.Field(
                    name: "apiVersion",
                    type: .string,
                    description: "Group and version of the API whose form this object has, such as apps/v1."
                ),
                TypeSchema.Field(
                    name: "kind",
                    type: .string,
                    description: "What this object is, in CamelCase; it cannot be changed."
                ),
                TypeSchema.Field(
                    name: "metadata",
                    type: .type("ObjectMeta"),
                    description: "Name, namespace, labels and what else all objects have."
                ),
            ] : []
        return TypeSchema(name: name, alias: alias, description: description, isKind: isKind, fields: common)
    }

    private static func fields(_ line: String) -> [TypeSchema.Field] {
        let (head, description) = split(line)
        return head.split(separator: " ").compactMap { text in
            guard let colon = text.firstIndex(of: ":") else { return nil }
            var name = text[..<colon]
            let parts = text[text.index(after: colon)...].split(separator: "~", omittingEmptySubsequences: false)
            let isRequired = name.last == "^"
            if isRequired { name = name.dropLast() }
            var field = TypeSchema.Field(name: String(name), type: FieldType(parts[0]))
            (field.description, field.isRequired) = (description, isRequired)
            guard parts.count > 1 else { return field }
            let patch = parts[1].split(separator: ",", omittingEmptySubsequences: false)
            if patch[0] == "r", patch.count == 1 {
                field.patchStrategy = "retainKeys"
            } else {
                field.patchStrategy = patch.count > 1 ? "merge,retainKeys" : "merge"
                field.mergeKey = patch[0].isEmpty ? nil : String(patch[0])
            }
            return field
        }
    }

    private static func split(_ line: String) -> (head: String, description: String) {
        guard let bar = line.firstRange(of: " | ") else { return (line, "") }
        return (String(line[..<bar.lowerBound]), String(line[bar.upperBound...]))
    }
}
