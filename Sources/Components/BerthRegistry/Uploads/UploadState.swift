import OCI

/// Where one upload session stands; pure.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-a-blob-in-chunks
struct UploadState: Sendable, Equatable {
    /// What a request may do now.
    enum Step: Sendable, Equatable {
        /// Append its body at the offset.
        case append
        /// It is not the next chunk (416).
        case reject(resumeFrom: Int64)
        /// Another request is writing.
        case busy
        /// The session has ended.
        case over
        /// `Content-Range` and `Content-Length` contradict each other.
        case contradiction
    }

    private enum Phase: Sendable, Equatable {
        case idle
        case writing
        case over
    }

    /// The bytes that were handed to storage.
    private(set) var offset: Int64 = 0
    private(set) var lastTouched: ContinuousClock.Instant
    private var phase = Phase.idle

    init(now: ContinuousClock.Instant) {
        lastTouched = now
    }

    /// Judges a request with a body; after `.append` the caller is the only writer until `endWriting`.
    mutating func beginWriting(
        range: ContentRange?,
        length: Int64?,
        now: ContinuousClock.Instant
    ) -> Step {
        switch phase {
        case .over: return .over
        case .writing: return .busy
        case .idle: break
        }
        if let range {
            guard range.first == offset else { return .reject(resumeFrom: offset) }
            if let length, length != range.count { return .contradiction }
        }
        phase = .writing
        lastTouched = now
        return .append
    }

    /// Notes that bytes were handed to storage.
    mutating func advance(by count: Int64, now: ContinuousClock.Instant) {
        offset += count
        lastTouched = now
    }

    /// Lets the next request write.
    mutating func endWriting(now: ContinuousClock.Instant) {
        guard phase == .writing else { return }
        phase = .idle
        lastTouched = now
    }

    /// Ends the session; `true` if no writer is active, so that the caller has to free the bytes.
    mutating func end() -> Bool {
        defer { phase = .over }
        return phase == .idle
    }

    var isOver: Bool { phase == .over }

    /// Whether nobody has touched the session for `expiry`.
    func isExpired(after expiry: Duration, now: ContinuousClock.Instant) -> Bool {
        phase == .idle && now - lastTouched > expiry
    }
}
