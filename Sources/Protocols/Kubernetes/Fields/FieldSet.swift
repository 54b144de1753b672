/// Paths of fields of an object, as a trie: what a field manager owns.
package struct FieldSet: Sendable, Hashable {
    struct Node: Sendable, Hashable {
        /// Whether the path that ends here is in the set.
        var isMember = false
        var below = FieldSet()

        var isNothing: Bool { !isMember && below.isEmpty }
    }

    /// Never holds a node that is nothing.
    private(set) var nodes: [PathElement: Node] = [:]

    /// The set without paths.
    package init() {}

    /// The set of some paths.
    package init(_ paths: some Sequence<[PathElement]>) {
        for path in paths { insert(path) }
    }

    package var isEmpty: Bool { nodes.isEmpty }

    /// How many paths there are.
    package var count: Int { nodes.values.reduce(0) { $0 + ($1.isMember ? 1 : 0) + $1.below.count } }

    subscript(element: PathElement) -> Node {
        get { nodes[element] ?? Node() }
        set { nodes[element] = newValue.isNothing ? nil : newValue }
    }

    /// Adds a path; the empty one is in no set.
    package mutating func insert(_ path: some Collection<PathElement>) {
        guard let first = path.first else { return }
        let rest = path.dropFirst()
        if rest.isEmpty {
            nodes[first, default: Node()].isMember = true
        } else {
            nodes[first, default: Node()].below.insert(Array(rest))
        }
    }

    /// Whether the path itself is in the set.
    package func contains(_ path: some Collection<PathElement>) -> Bool {
        guard let first = path.first, let node = nodes[first] else { return false }
        let rest = path.dropFirst()
        return rest.isEmpty ? node.isMember : node.below.contains(Array(rest))
    }

    /// Removes a path, and with `isDeep` all that lie below it.
    package mutating func remove(_ path: some Collection<PathElement>, isDeep: Bool = false) {
        guard let first = path.first, var node = nodes[first] else { return }
        let rest = path.dropFirst()
        if !rest.isEmpty {
            node.below.remove(Array(rest), isDeep: isDeep)
        } else if isDeep {
            node = Node()
        } else {
            node.isMember = false
        }
        self[first] = node
    }

    /// Paths that are in either.
    package func union(_ other: FieldSet) -> FieldSet {
        guard !isEmpty else { return other }
        var result = self
        for (element, node) in other.nodes {
            guard let own = result.nodes[element] else {
                result.nodes[element] = node
                continue
            }
            result.nodes[element] = Node(
                isMember: own.isMember || node.isMember,
                below: own.below.union(node.below)
            )
        }
        return result
    }

    /// Paths that are in both.
    package func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet()
        for (element, node) in nodes {
            guard let twin = other.nodes[element] else { continue }
            result[element] = Node(
                isMember: node.isMember && twin.isMember,
                below: node.below.intersection(twin.below)
            )
        }
        return result
    }

    /// Paths that are not in the other.
    package func subtracting(_ other: FieldSet) -> FieldSet {
        guard !other.isEmpty else { return self }
        var result = self
        for (element, twin) in other.nodes {
            guard let node = nodes[element] else { continue }
            result[element] = Node(
                isMember: node.isMember && !twin.isMember,
                below: node.below.subtracting(twin.below)
            )
        }
        return result
    }

    /// Paths below which there is none.
    package var leaves: FieldSet {
        var result = FieldSet()
        for (element, node) in nodes {
            result[element] = Node(isMember: node.isMember && node.below.isEmpty, below: node.below.leaves)
        }
        return result
    }

    /// The elements at the top in the order of `FieldsV1`.
    var elements: [PathElement] { PathElement.ordered(nodes.keys) }

    /// All paths in the order of `FieldsV1`.
    package var paths: [[PathElement]] {
        var result: [[PathElement]] = []
        collectPaths(below: [], &result)
        return result
    }

    private func collectPaths(below prefix: [PathElement], _ result: inout [[PathElement]]) {
        for element in elements {
            let node = self[element]
            if node.isMember { result.append(prefix + [element]) }
            node.below.collectPaths(below: prefix + [element], &result)
        }
    }
}
