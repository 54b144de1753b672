import BerthPKI
import Yams

/// A YAML file as flat, dotted keys, each with the line it stands on.
///
/// `storage: {s3: {bucket: x}}` becomes `storage.s3.bucket`; the elements of a list are `.0`, `.1` and so on. Keys are compared in
/// lower case, as distribution does.
struct ConfigurationFile: Sendable {
    /// The most values that a file may hold: stops an alias that multiplies itself.
    static let valueLimit = 10_000
    /// The deepest nesting that is followed.
    static let depthLimit = 16

    /// The values by lower-case key.
    private(set) var settings: [String: Setting] = [:]

    /// Reads the file at `path`.
    init(path: String) throws {
        guard let content = try AtomicFile.read(path) else {
            throw ConfigurationError(origin: path, "there is no such file")
        }
        try self.init(text: String(decoding: content, as: UTF8.self), name: path)
    }

    /// Parses `text`; `name` stands in messages.
    init(text: String, name: String, under prefix: String = "") throws(ConfigurationError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(origin: name, "this is not YAML: \(Self.reason(error))")
        }
        guard let root else { return }
        guard prefix.isEmpty == false || root.mapping != nil || root.null != nil else {
            throw ConfigurationError(origin: name, "a mapping of keys to values is expected")
        }
        try flatten(root, key: prefix, name: name, depth: 0)
    }

    private mutating func flatten(_ node: Node, key: String, name: String, depth: Int) throws(ConfigurationError) {
        let origin = node.mark.map { "\(name):\($0.line)" } ?? name
        guard depth < Self.depthLimit, settings.count < Self.valueLimit else {
            throw ConfigurationError(origin: origin, key: key, "nested too deeply, or too many values")
        }
        switch node {
        case .mapping(let mapping) where !mapping.isEmpty:
            for (name_, value) in mapping {
                guard let text = name_.string else {
                    throw ConfigurationError(origin: origin, key: key, "keys must be plain text")
                }
                try flatten(value, key: key.isEmpty ? text : "\(key).\(text)", name: name, depth: depth + 1)
            }
        case .sequence(let sequence) where !sequence.isEmpty:
            for (index, value) in sequence.enumerated() {
                try flatten(value, key: "\(key).\(index)", name: name, depth: depth + 1)
            }
        case .scalar(let scalar):
            let value = node.null == nil ? scalar.string : ""
            settings[key.lowercased()] = Setting(key: key, value: value, origin: origin)
        default:
            guard !key.isEmpty else { return }
            settings[key.lowercased()] = Setting(key: key, value: "", origin: origin)
        }
    }

    /// The parser's reason without the text it read: that may hold secrets.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case YamlError.duplicatedKeysInMapping(let duplicates, _):
            "the key \(duplicates.sorted().joined(separator: ", ")) occurs twice"
        default: "it could not be read"
        }
    }
}
