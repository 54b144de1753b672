import BerthPKI

/// A secret kept in a file: one line, its end not part of the secret.
enum SecretFile {
    /// Notes the secret in the file that a flag names, if it names one.
    static func note(
        _ key: String,
        _ path: String?,
        _ flag: String,
        in layer: inout [String: Setting]
    ) throws(ConfigurationError) {
        guard let path else { return }
        layer[key] = Setting(key: key, value: try read(path, origin: flag), origin: flag)
    }

    /// The first line of the file.
    static func read(_ path: String, origin: String) throws(ConfigurationError) -> String {
        let content: [UInt8]?
        do throws(PKIError) {
            content = try AtomicFile.read(path)
        } catch {
            throw ConfigurationError(origin: origin, "\(error)")
        }
        guard let content else { throw ConfigurationError(origin: origin, "\(path): there is no such file") }
        let line = content.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
            throw ConfigurationError(origin: origin, "\(path): one line of text is expected")
        }
        return text
    }
}
