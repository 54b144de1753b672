import Foundation

/// JSON for people and scripts: keys in order, slashes as they are.
enum JSONText {
    /// One line, with its end.
    static func line(_ value: some Encodable) -> String {
        encoded(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    /// Indented, with its end.
    static func pretty(_ value: some Encodable) -> String {
        encoded(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
    }

    private static func encoded(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        // the values here are strings, numbers and dictionaries of them, which always encode
        guard let data = try? encoder.encode(value) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
