import Synchronization

/// Which tokens came of which code: whoever comes with a code again ends them (RFC 6749 §4.1.2).
///
/// The durable truth is `authorizeToken` of the access tokens, by the code's hash. It is read once, when the first code comes that has no
/// object; from then on this process notes what it makes, so that codes that never were cost no list of all tokens.
final class SpentCodes: Sendable {
    /// A token that came of a code; both by their objects' names.
    struct Token: Sendable {
        let name: String
        let code: String
        /// Seconds since 1970; when it ends by itself.
        let expiry: Double
    }

    private enum Loading {
        case none
        case running([CheckedContinuation<Bool, Never>])
        case done
    }

    private struct State {
        var loading = Loading.none
        var tokens: [String: [Token]] = [:]
        /// Codes that are being used up now, and whether somebody else came with one meanwhile.
        var inUse: [String: Bool] = [:]
    }

    /// So many codes are remembered; of more, those whose tokens end first are forgotten.
    private static let limit = 20_000

    private let state = Mutex(State())

    /// Begins to use up a code; false when somebody else does, who is told of it at the end.
    func enter(_ code: String) -> Bool {
        state.withLock { state in
            guard state.inUse[code] == nil else {
                state.inUse[code] = true
                return false
            }
            state.inUse[code] = false
            return true
        }
    }

    /// Ends what `enter` began; true when somebody else came with the code meanwhile.
    func leave(_ code: String) -> Bool { state.withLock { $0.inUse.removeValue(forKey: code) ?? false } }

    /// Notes a token before its code is used up.
    func note(_ token: Token, now: Double) {
        state.withLock { Self.insert(token, into: &$0, now: now) }
    }

    /// Forgets a token that has ended.
    func forget(_ token: Token) {
        state.withLock { state in
            state.tokens[token.code]?.removeAll { $0.name == token.name }
            if state.tokens[token.code]?.isEmpty == true { state.tokens[token.code] = nil }
        }
    }

    /// The tokens of a code that comes again; `read` asks for all that there are, once.
    ///
    /// - Throws: What `read` throws, and `unavailable` for those who waited for it.
    func tokens(of code: String, now: Double, read: () async throws -> [Token]) async throws -> [Token] {
        try await load(now: now, read)
        return state.withLock { $0.tokens[code] } ?? []
    }

    private func load(now: Double, _ read: () async throws -> [Token]) async throws {
        let isMine = state.withLock { state in
            guard case .none = state.loading else { return false }
            state.loading = .running([])
            return true
        }
        guard isMine else {
            guard await isLoaded() else { throw OAuthServerError.unavailable }
            return
        }
        do {
            let found = try await read()
            finish(.done) { state in
                let known = Set(state.tokens.values.joined().map(\.name))
                for token in found where !known.contains(token.name) { Self.insert(token, into: &state, now: now) }
            }
        } catch {
            finish(.none)
            throw error
        }
    }

    private func finish(_ loading: Loading, _ change: (inout State) -> Void = { _ in }) {
        let (waiting, isDone) = state.withLock { state -> ([CheckedContinuation<Bool, Never>], Bool) in
            change(&state)
            defer { state.loading = loading }
            guard case .running(let waiting) = state.loading else { return ([], false) }
            if case .done = loading { return (waiting, true) }
            return (waiting, false)
        }
        for continuation in waiting { continuation.resume(returning: isDone) }
    }

    /// Waits for whoever reads; false when that failed.
    private func isLoaded() async -> Bool {
        await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                switch state.loading {
                case .done: return true
                case .none: return false
                case .running(let waiting):
                    state.loading = .running(waiting + [continuation])
                    return nil
                }
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private static func insert(_ token: Token, into state: inout State, now: Double) {
        if state.tokens.count >= limit {
            state.tokens = state.tokens.filter { $0.value.contains { $0.expiry > now } }
        }
        if state.tokens.count >= limit {
            let first = state.tokens.min { lhs, rhs in
                (lhs.value.map(\.expiry).max() ?? 0) < (rhs.value.map(\.expiry).max() ?? 0)
            }
            if let first { state.tokens[first.key] = nil }
        }
        state.tokens[token.code, default: []].append(token)
    }
}
