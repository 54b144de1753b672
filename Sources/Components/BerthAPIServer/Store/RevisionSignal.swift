import Synchronization

/// The newest revision, and those who wait for one.
final class RevisionSignal: Sendable {
    private enum Wait {
        /// Announced, not yet waiting.
        case announced
        case cancelled
        case waiting(for: Int64, CheckedContinuation<Bool, Never>)
    }

    private struct State {
        var revision: Int64
        var isClosed = false
        var lastID: UInt64 = 0
        var waits: [UInt64: Wait] = [:]
    }

    private let state: Mutex<State>

    init(_ revision: Int64) { state = Mutex(State(revision: revision)) }

    /// The newest revision told.
    var revision: Int64 { state.withLock { $0.revision } }

    /// Tells a revision; a smaller one than before changes nothing.
    func advance(to revision: Int64) {
        resume(true) { state in
            guard revision > state.revision else { return false }
            state.revision = revision
            return true
        }
    }

    /// Ends all waits, now and from now on.
    func close() {
        resume(false) { state in
            state.isClosed = true
            return true
        }
    }

    /// Waits until `revision` is reached; false when cancelled or closed first.
    func wait(for revision: Int64) async -> Bool {
        let id: UInt64? = state.withLock { state in
            guard state.revision < revision, !state.isClosed else { return nil }
            state.lastID += 1
            state.waits[state.lastID] = .announced
            return state.lastID
        }
        guard let id else { return self.revision >= revision }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if case .cancelled = state.waits.removeValue(forKey: id) { return false }
                    if state.revision >= revision { return true }
                    if state.isClosed { return false }
                    state.waits[id] = .waiting(for: revision, continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation: CheckedContinuation<Bool, Never>? = state.withLock { state in
                switch state.waits[id] {
                case .waiting(_, let continuation):
                    state.waits[id] = nil
                    return continuation
                case .announced: state.waits[id] = .cancelled
                case .cancelled, nil: break
                }
                return nil
            }
            continuation?.resume(returning: false)
        }
    }

    /// Ends the waits that are over after `change`; it says whether there may be any.
    private func resume(_ answer: Bool, after change: (inout State) -> Bool) {
        let ended: [CheckedContinuation<Bool, Never>] = state.withLock { state in
            guard change(&state), !state.waits.isEmpty else { return [] }
            var ended: [(UInt64, CheckedContinuation<Bool, Never>)] = []
            for (id, wait) in state.waits {
                guard case .waiting(let revision, let continuation) = wait else { continue }
                if state.isClosed || revision <= state.revision { ended.append((id, continuation)) }
            }
            for (id, _) in ended { state.waits[id] = nil }
            return ended.map(\.1)
        }
        for continuation in ended { continuation.resume(returning: answer) }
    }
}
