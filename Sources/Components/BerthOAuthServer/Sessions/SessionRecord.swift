import Kubernetes

/// What is kept of sessions: two keys, the newer one first, and the sessions that were ended before their time.
///
/// As text: a line of format, the boot, a line for each key and each ended session.
struct SessionRecord: Sendable, Equatable {
    /// 256 bits, from which the keys for cookies and forms are derived.
    struct Key: Sendable, Equatable {
        let bytes: [UInt8]
        /// Seconds since 1970.
        let made: Int64

        /// A new key.
        init(now: Double) {
            var generator = SystemRandomNumberGenerator()
            bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            made = Int64(now)
        }

        init?(bytes: [UInt8]?, made: Int64?) {
            guard let bytes, let made, bytes.count == 32 else { return nil }
            (self.bytes, self.made) = (bytes, made)
        }
    }

    private static let format = "berth-sessions 1"
    private static let lengthLimit = 16 << 20
    /// A key seals new sessions for so long, and opens old ones as long again.
    private static let keySeconds = 86_400.0

    private(set) var keys: [Key]
    /// Their ids and when they would have expired, in seconds since 1970.
    var ended: [String: Int64] = [:]

    /// A record with a new key.
    init(now: Double) {
        keys = [Key(now: now)]
    }

    /// Reads a record; nil when it is none, or was written before the machine started: its end may be lost then.
    init?(parsing content: [UInt8], bootID: String) {
        guard content.count <= Self.lengthLimit, let text = String(validating: content, as: UTF8.self) else {
            return nil
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // behind the last line end is nothing, or what a crash left of an answer that was not given
        lines.removeLast()
        guard lines.count >= 3, lines[0] == Self.format, lines[1] == "boot \(bootID)" else { return nil }
        keys = []
        for line in lines[2...] {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, let number = Int64(words[1]), number >= 0 else { return nil }
            switch words[0] {
            case "key":
                guard keys.count < 2, let key = Key(bytes: Base64URL.decode(String(words[2])), made: number) else {
                    return nil
                }
                keys.append(key)
            case "ended":
                guard (1...64).contains(words[2].utf8.count) else { return nil }
                ended[String(words[2])] = number
            default: return nil
            }
        }
        guard !keys.isEmpty else { return nil }
    }

    /// The text of the record.
    func content(bootID: String) -> [UInt8] {
        var text = "\(Self.format)\nboot \(bootID)\n"
        for key in keys { text += "key \(key.made) \(Base64URL.encode(key.bytes))\n" }
        return Array(text.utf8) + ended.flatMap { Self.line(ended: $0.key, expiry: $0.value) }
    }

    /// The line that notes the end of a session.
    static func line(ended id: String, expiry: Int64) -> [UInt8] { Array("ended \(expiry) \(id)\n".utf8) }

    /// Takes a new key when the newest one is old, or from the future, and forgets what has expired.
    mutating func renew(now: Double) {
        if let newest = keys.first, abs(now - Double(newest.made)) >= Self.keySeconds {
            keys = [Key(now: now)] + keys.prefix(1)
        }
        ended = ended.filter { Double($0.value) > now }
    }
}
