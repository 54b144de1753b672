import BerthTesting

@testable import Kubernetes

/// A shape with a bit of everything, and random objects of it whose parts meet each other.
struct RandomShape: FieldShape {
    enum Kind { case root, map, atomicMap, items, item, set, atomicList, leaf }

    var kind = Kind.root

    var isAtomic: Bool { kind == .atomicMap }
    var list: ListShape {
        switch kind {
        case .items: .map(["name", "port"])
        case .set: .set
        default: .atomic
        }
    }
    var element: any FieldShape { RandomShape(kind: kind == .items ? .item : .leaf) }

    func member(_ name: String) -> (shape: any FieldShape, isNamed: Bool) {
        switch (kind, name) {
        case (.root, "labels"): (RandomShape(kind: .map), true)
        case (.root, "selector"): (RandomShape(kind: .atomicMap), true)
        case (.root, "items"), (.item, "items"): (RandomShape(kind: .items), true)
        case (.root, "set"), (.item, "set"): (RandomShape(kind: .set), true)
        case (.root, "list"): (RandomShape(kind: .atomicList), true)
        case (.map, _), (.atomicMap, _): (RandomShape(kind: .leaf), false)
        default: (RandomShape(kind: .leaf), true)
        }
    }

    func keyDefault(_ name: String) -> JSONValue? { name == "port" ? 80 : nil }

    /// A random object; with `isFit` no two elements of a list have one identity.
    static func object(_ random: inout SeededGenerator, depth: Int = 2, isFit: Bool = true) -> JSONValue {
        func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
        var object = JSONObject()
        func texts(_ names: [String]) -> JSONValue {
            .object(JSONObject(names.filter { _ in pick(2) == 0 }.map { ($0, .string(["x", "y"][pick(2)])) }))
        }
        if depth == 2 {
            if pick(2) == 0 { object["labels"] = texts(["a", "b", "c"]) }
            if pick(3) == 0 { object["selector"] = texts(["a", "b"]) }
            if pick(3) == 0 { object["list"] = .array((0..<pick(3)).map { _ in .integer(Int64(pick(3))) }) }
        }
        if pick(2) == 0 { object["size"] = .integer(Int64(pick(3))) }
        if pick(2) == 0 {
            object["set"] = JSONValue(strings: ["p", "q", "r"].filter { _ in pick(2) == 0 }.shuffled(using: &random))
        }
        if depth > 0, pick(3) > 0 {
            let names = ["one", "two", "three"].filter { _ in pick(2) == 0 }.shuffled(using: &random)
            var items = names.map { name in
                var item = Self.object(&random, depth: depth - 1, isFit: isFit)
                item.set(.string(name), at: ["name"])
                if pick(3) == 0 { item.set(80, at: ["port"]) }
                return item
            }
            if !isFit, let first = items.first, pick(2) == 0 { items.append(first) }
            object["items"] = .array(items)
        }
        return .object(object)
    }
}
