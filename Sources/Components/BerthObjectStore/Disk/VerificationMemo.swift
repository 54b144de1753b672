import Synchronization

/// Remembers for a while which blocks of which files were verified; bounded.
///
/// An entry holds as long as the file has the same inode, size and times, and no longer than its lifetime (D7).
final class VerificationMemo: Sendable {
    private struct Entry {
        let attributes: FileAttributes
        let blockSums: [UInt32]
        var verified: [Bool]
        let expires: ContinuousClock.Instant
    }

    private struct State {
        var entries: [Int64: Entry] = [:]
        var blocks = 0
    }

    /// Five bytes a block: some 10 MB, for contents of 2 TiB.
    private static let blockLimit = 2 << 20

    private let lifetime: Duration
    private let state = Mutex(State())

    init(lifetime: Duration) { self.lifetime = lifetime }

    /// The block sums of the content, if its file is known and unchanged.
    func blockSums(of content: Int64, attributes: FileAttributes) -> [UInt32]? {
        state.withLock { state in
            guard let entry = state.entries[content] else { return nil }
            if entry.attributes == attributes, entry.expires > .now { return entry.blockSums }
            state.entries[content] = nil
            state.blocks -= entry.blockSums.count + 1
            return nil
        }
    }

    func insert(_ content: Int64, attributes: FileAttributes, blockSums: [UInt32]) {
        state.withLock { state in
            if let old = state.entries[content] { state.blocks -= old.blockSums.count + 1 }
            if state.blocks + blockSums.count > Self.blockLimit { Self.shrink(&state) }
            state.entries[content] = Entry(
                attributes: attributes,
                blockSums: blockSums,
                verified: Array(repeating: false, count: blockSums.count),
                expires: .now + lifetime
            )
            state.blocks += blockSums.count + 1
        }
    }

    /// The first block of `blocks` that is not known to be sound; nil when all are.
    func firstUnverified(_ content: Int64, _ blocks: Range<Int>) -> Int? {
        state.withLock { state in
            guard let entry = state.entries[content], blocks.upperBound <= entry.verified.count else {
                return blocks.first
            }
            return blocks.first { !entry.verified[$0] }
        }
    }

    func markVerified(_ content: Int64, _ block: Int) {
        state.withLock { state in
            guard let count = state.entries[content]?.verified.count, block < count else { return }
            state.entries[content]?.verified[block] = true
        }
    }

    private static func shrink(_ state: inout State) {
        let now = ContinuousClock.Instant.now
        var kept = state.entries.filter { $0.value.expires > now }
        if kept.count == state.entries.count {
            let byAge = kept.sorted { $0.value.expires < $1.value.expires }
            for (content, _) in byAge.prefix(byAge.count / 2 + 1) { kept[content] = nil }
        }
        state.entries = kept
        state.blocks = kept.values.reduce(0) { $0 + $1.blockSums.count + 1 }
    }
}
