import Kubernetes
import Synchronization

/// Gives each namespace its own user ids and SELinux categories (`openshift.io/sa.scc.…`).
///
/// Blocks of 10000 from 1000000000 on; the label of block b is the pair of categories with the number 5·b, so that
/// block 65 is `1000650000/10000` with `s0:c26,c0`.
final class SecurityRanges: Sendable {
    /// The annotations of one namespace.
    struct Reservation: Sendable {
        let block: Int
        fileprivate let owner: SecurityRanges

        /// The namespace with the annotations; nil when it has its own already, and the block is free again.
        func annotate(_ namespace: JSONValue) -> JSONValue? {
            guard namespace.annotations[SecurityRanges.userRange] == nil else {
                owner.free(block)
                return nil
            }
            var annotated = namespace
            for (name, value) in SecurityRanges.annotations(block: block) {
                annotated.set(.string(value), at: ["metadata", "annotations", name])
            }
            return annotated
        }
    }

    static let userRange = "openshift.io/sa.scc.uid-range"
    private static let groups = "openshift.io/sa.scc.supplemental-groups"
    private static let categories = "openshift.io/sa.scc.mcs"
    private static let blocks = 100_000

    private let objects: any LocalObjects
    private let reserved = Mutex<Set<Int>>([])

    init(_ objects: any LocalObjects) { self.objects = objects }

    /// A block that no namespace has and nobody else was given.
    func reserve() async throws -> Reservation {
        let namespaces = try await objects.list(KnownResource.namespaces, namespace: nil)
        let used = Set(namespaces.compactMap { Self.block(of: $0.annotations[Self.userRange] ?? "") })
        let block = reserved.withLock { reserved in
            // The list may be older than somebody's reservation, so those are kept while there are others.
            let block =
                (0..<Self.blocks).first { !used.contains($0) && !reserved.contains($0) }
                ?? (0..<Self.blocks).first { !used.contains($0) }
            if let block { reserved.insert(block) }
            return block
        }
        guard let block else { throw Status.internalError("no block of user ids is left") }
        return Reservation(block: block, owner: self)
    }

    private func free(_ block: Int) { _ = reserved.withLock { $0.remove(block) } }

    static func annotations(block: Int) -> [(String, String)] {
        let range = "\(1_000_000_000 + block * 10_000)/10000"
        return [(categories, label(number: block * 5)), (groups, range), (userRange, range)]
    }

    /// The block of `1000650000/10000`; nil for what is no such block.
    static func block(of range: String) -> Int? {
        guard let first = range.split(separator: "/").first, let start = Int(first), start >= 1_000_000_000 else {
            return nil
        }
        let block = (start - 1_000_000_000) / 10_000
        return block < blocks ? block : nil
    }

    /// The pair of categories of a number.
    ///
    /// Pairs (high, low) in order: c1,c0 is 0, c2,c0 is 1, c2,c1 is 2, c3,c0 is 3.
    private static func label(number: Int) -> String {
        var high = 1
        while high * (high + 1) / 2 <= number { high += 1 }
        return "s0:c\(high),c\(number - high * (high - 1) / 2)"
    }
}
