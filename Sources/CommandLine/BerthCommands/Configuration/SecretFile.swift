import BerthPKI

/// A secret kept in a file: one line, its end not part of the secret.
enum SecretFile {
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
