/// The members of a JSON object in their order; names are unique and compared by their bytes.
package struct JSONObject: Sendable {
    /// One member.
    package struct Member: Sendable {
        package let name: String
        package var value: JSONValue
    }

    private var members: [Member] = []
    /// Where each name stands; only kept once a search from the front would be slow.
    private var positions: [ByteName: Int]?

    /// From this many members on names are looked up by hash.
    static let indexedCount = 24

    /// An object without members.
    package init() {}

    /// An object of the given members; of two with one name the last value counts.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        for (name, value) in members { self[name] = value }
    }

    /// An object of members whose names are known to differ.
    init(distinct members: [Member]) {
        self.members = members
        if members.count > Self.indexedCount { indexMembers() }
    }

    /// An object of members as they were read; of two with one name the last value stands at the first one's place.
    ///
    /// The names that came twice are appended to `duplicates`.
    init(read members: [Member], duplicates: inout [String]) {
        var seen: [ByteName: Int] = [:]
        seen.reserveCapacity(members.count)
        self.members.reserveCapacity(members.count)
        for member in members {
            if let index = seen[ByteName(member.name)] {
                self.members[index].value = member.value
                duplicates.append(member.name)
            } else {
                seen[ByteName(member.name)] = self.members.count
                self.members.append(member)
            }
        }
        if self.members.count > Self.indexedCount { positions = seen }
    }

    /// The member's value; setting nil removes the member, a new one goes to the end.
    package subscript(name: String) -> JSONValue? {
        get { index(of: name).map { members[$0].value } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): removeMember(at: index)
            case (nil, let value?): append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Takes the member's value out, leaving null at its place, so that it can be changed without being copied.
    mutating func take(_ name: String) -> JSONValue? {
        guard let index = index(of: name) else { return nil }
        var value = JSONValue.null
        swap(&value, &members[index].value)
        return value
    }

    /// Whether there is a member of this name, be it null.
    package func contains(_ name: String) -> Bool { index(of: name) != nil }

    /// Removes all members that meet the condition, in one pass.
    package mutating func removeAll(where condition: (Member) throws -> Bool) rethrows {
        let count = members.count
        try members.removeAll(where: condition)
        guard members.count != count else { return }
        positions = nil
        if members.count > Self.indexedCount { indexMembers() }
    }

    /// The members' names in their order.
    package var names: [String] { members.map(\.name) }

    private func index(of name: String) -> Int? {
        if let positions { return positions[ByteName(name)] }
        return members.firstIndex { $0.name.hasSameBytes(as: name) }
    }

    private mutating func append(_ member: Member) {
        positions?[ByteName(member.name)] = members.count
        members.append(member)
        if positions == nil, members.count > Self.indexedCount { indexMembers() }
    }

    private mutating func removeMember(at index: Int) {
        let name = members.remove(at: index).name
        guard positions != nil else { return }
        positions?[ByteName(name)] = nil
        guard index < members.count else { return }
        for later in index..<members.count { positions?[ByteName(members[later].name)] = later }
    }

    private mutating func indexMembers() {
        var positions: [ByteName: Int] = [:]
        positions.reserveCapacity(members.count)
        for (index, member) in members.enumerated() { positions[ByteName(member.name)] = index }
        self.positions = positions
    }
}

extension JSONObject: RandomAccessCollection {
    package var startIndex: Int { members.startIndex }
    package var endIndex: Int { members.endIndex }
    package subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
    /// Whether both have the same members; their order does not count.
    package static func == (one: JSONObject, other: JSONObject) -> Bool {
        JSONValue.areEqual(.object(one), .object(other))
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(count) }

    /// Whether both are one and the same storage, which makes them equal without a look at it.
    func isIdentical(to other: JSONObject) -> Bool {
        members.count == other.members.count
            && members.withUnsafeBufferPointer { one in
                other.members.withUnsafeBufferPointer { one.baseAddress == $0.baseAddress }
            }
    }
}
