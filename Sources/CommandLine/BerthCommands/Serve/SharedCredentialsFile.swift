import BerthPKI
import S3

/// The file in which AWS's tools keep keys, `[default]` with `aws_access_key_id` and `aws_secret_access_key`.
enum SharedCredentialsFile {
    /// The key of the profile `default`, nil when it has none.
    static func read(_ path: String) throws -> Credentials? {
        guard let content = try AtomicFile.read(path) else { return nil }
        return parse(String(decoding: content, as: UTF8.self))
    }

    /// The key in `text`.
    static func parse(_ text: String) -> Credentials? {
        var profile = ""
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingPrefix(while: \.isWhitespace)
            if line.first == "[" {
                profile = line.dropFirst().prefix { $0 != "]" }.filter { !$0.isWhitespace }
            } else if profile == "default", let equals = line.firstIndex(of: "=") {
                let key = line[..<equals].filter { !$0.isWhitespace }
                values[key] = line[line.index(after: equals)...].filter { !$0.isWhitespace }
            }
        }
        guard let accessKey = values["aws_access_key_id"], let secretKey = values["aws_secret_access_key"] else {
            return nil
        }
        return Credentials(accessKey: accessKey, secretKey: secretKey)
    }
}
