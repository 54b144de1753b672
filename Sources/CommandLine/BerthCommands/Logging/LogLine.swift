import Foundation
import Logging

/// One log entry as one line: control characters escaped, secrets left out, length bounded.
struct LogLine: Sendable {
    /// The longest value that is written in full.
    static let valueLimit = 4096
    /// What stands in place of a secret.
    static let redacted = "[redacted]"

    let time: Date
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    /// `2026-01-02T03:04:05.678Z info registry: request method=GET status=200`.
    var text: String {
        var line = "\(Self.timestamp(time)) \(level.rawValue) \(label): \(Self.clean(message))"
        for (key, value) in fields {
            let quoted = value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) || value.isEmpty
            line += " \(key)=" + (quoted ? Self.quoted(value) : Self.clean(value))
        }
        return line + "\n"
    }

    /// `{"time":…,"level":…,"label":…,"message":…,<metadata>}`.
    var json: String {
        var line = "{\"time\":\"\(Self.timestamp(time))\",\"level\":\"\(level.rawValue)\","
        line += "\"label\":\(Self.quoted(label)),\"message\":\(Self.quoted(message))"
        for (key, value) in fields { line += ",\(Self.quoted(key)):\(Self.quoted(value))" }
        return line + "}\n"
    }

    /// The metadata in order of the key, secrets replaced, without those that would repeat a name of the line itself.
    private var fields: [(key: String, value: String)] {
        metadata.sorted { $0.key < $1.key }.map { key, value in
            let name = ["time", "level", "label", "message"].contains(key) ? "_\(key)" : key
            return (name, Self.isSecret(key) ? Self.redacted : Self.withoutSignature("\(value)"))
        }
    }

    /// Whether values under this name are secret whatever they hold.
    private static func isSecret(_ key: String) -> Bool {
        secretNames.firstOffset(in: key) != nil && !key.lowercased().hasSuffix("_file")
    }

    private static let secretNames = ASCIINeedles([
        "password", "secret", "authorization", "cookie", "token", "signature", "private",
    ])

    /// A presigned query gives whoever reads it the right to call; everything from its credential on goes.
    private static func withoutSignature(_ value: String) -> String {
        let bounded = value.utf8.count > valueLimit ? String(value.prefix(valueLimit)) + "…" : value
        guard let start = signatureNames.firstOffset(in: bounded) else { return bounded }
        return String(decoding: bounded.utf8.prefix(start), as: UTF8.self) + redacted
    }

    private static let signatureNames = ASCIINeedles([
        "x-amz-credential", "x-amz-signature", "x-amz-security-token", "signature=", "awsaccesskeyid=",
    ])

    private static func clean(_ text: String) -> String {
        String(quoted(text).dropFirst().dropLast())
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _
            where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || scalar.value == 0x2028 || scalar.value == 0x2029:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func timestamp(_ time: Date) -> String {
        let milliseconds = Int64((time.timeIntervalSince1970 * 1000).rounded(.down))
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = [parts.tm_mon + 1, parts.tm_mday].map { padded(Int64($0), 2) }.joined(separator: "-")
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int64($0), 2) }.joined(separator: ":")
        return "\(padded(Int64(parts.tm_year) + 1900, 4))-\(date)T\(clock).\(padded(milliseconds % 1000, 3))Z"
    }
}
