import BerthTesting

@testable import Kubernetes

/// Small random JSON trees over few names, so that they meet each other.
struct RandomTree {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    /// An object with members that may be null if so wished.
    mutating func object(depth: Int = 3, nulls: Bool) -> JSONValue {
        var members: [(String, JSONValue)] = []
        for name in ["a", "b", "c/d", "~e"] where pick(3) > 0 {
            members.append((name, value(depth: depth - 1, nulls: nulls)))
        }
        return .object(JSONObject(members))
    }

    mutating func value(depth: Int, nulls: Bool) -> JSONValue {
        switch pick(depth > 0 ? 8 : 5) {
        case 0: nulls ? .null : .bool(true)
        case 1: .integer(Int64(pick(4)))
        case 2: .string(["", "x", "é"][pick(3)])
        case 3: .decimal("1.5")
        case 4: .bool(false)
        case 5: .array((0..<pick(4)).map { _ in value(depth: depth - 1, nulls: nulls) })
        default: object(depth: depth, nulls: nulls)
        }
    }
}
