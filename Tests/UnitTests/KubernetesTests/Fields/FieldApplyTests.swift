import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `An apply` {
    /// An object and who owns it.
    private struct State: Equatable {
        var object: JSONValue = [:]
        var owners = FieldOwners()
        var isNew = true

        static func == (one: State, other: State) -> Bool {
            one.object == other.object && one.owners.isSame(as: other.owners)
        }

        mutating func apply(
            _ configuration: JSONValue,
            by manager: String,
            force: Bool = false,
            at time: String = "2026-01-01T00:00:00Z"
        ) throws(FieldConflicts) {
            let applier = FieldOwner(manager: manager, operation: .apply, apiVersion: "v1", time: time)
            let apply = FieldApply(
                configuration: configuration,
                applier: applier,
                isForced: force,
                shape: RandomShape()
            )
            (object, owners) = try apply.applied(to: object, owners, isNew: isNew)
            isNew = false
        }

        mutating func update(_ new: JSONValue, by manager: String) {
            let time = "2026-01-02T00:00:00Z"
            let writer = FieldOwner(manager: manager, operation: .update, apiVersion: "v1", time: time)
            owners = owners.updated(from: object, to: new, by: writer, RandomShape())
            object = new
        }

        func fields(_ manager: String) -> String {
            owners.owners.filter { $0.manager == manager }.map { $0.fields.json.serialized() }.joined()
        }
    }

    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text.utf8) }

    @Test func `makes an object of what it lists`() throws {
        var state = State()
        try state.apply(json(#"{"size":1,"labels":{"a":"x"}}"#), by: "m")
        #expect(state.object == (try json(#"{"size":1,"labels":{"a":"x"}}"#)))
        #expect(state.fields("m") == #"{"f:labels":{"f:a":{}},"f:size":{}}"#)
    }

    @Test func `leaves alone what others wrote, and takes back what it lists no longer`() throws {
        var state = State()
        try state.apply(json(#"{"size":1,"labels":{"a":"x","b":"x"}}"#), by: "m")
        try state.apply(json(#"{"labels":{"b":"x","c":"y"}}"#), by: "n")
        try state.apply(json(#"{"labels":{}}"#), by: "m")
        // b is still wanted by n
        #expect(state.object == (try json(#"{"labels":{"b":"x","c":"y"}}"#)))
        try state.apply(json("{}"), by: "n")
        #expect(state.fields("n").isEmpty)
        #expect(state.object["labels"]?["c"] == nil)
    }

    @Test func `conflicts with owners whose values it would change, unless forced`() throws {
        var state = State()
        try state.apply(json(#"{"size":1,"labels":{"a":"x"}}"#), by: "m")
        let before = state
        let conflicts = #expect(throws: FieldConflicts.self) {
            try state.apply(json(#"{"size":2,"labels":{"a":"x"}}"#), by: "n")
        }
        #expect(conflicts?.message == #"Apply failed with 1 conflict: conflict with "m": .size"#)
        #expect(state == before)
        try state.apply(json(#"{"size":2,"labels":{"a":"x"}}"#), by: "n", force: true)
        #expect(state.object["size"] == 2)
        #expect(state.fields("m") == #"{"f:labels":{"f:a":{}}}"#)
        #expect(state.fields("n") == #"{"f:labels":{"f:a":{}},"f:size":{}}"#)
    }

    @Test func `takes defaults that nobody has changed, and only them`() throws {
        let applier = FieldOwner(manager: "m", operation: .apply, apiVersion: "v1", time: "2026-01-01T00:00:00Z")
        func applied(_ text: String) throws -> State {
            var apply = FieldApply(
                configuration: try json(text),
                applier: applier,
                isForced: false,
                shape: RandomShape()
            )
            let defaults = try json(#"{"size":1,"labels":{"a":"x","b":"x"}}"#)
            apply.defaults = { _ in defaults }
            var state = State()
            let live = try json(#"{"size":1,"labels":{"a":"x","b":"y"}}"#)
            (state.object, state.owners) = try apply.applied(to: live, FieldOwners(), isNew: false)
            return state
        }
        let state = try applied(#"{"size":2}"#)
        #expect(state.object == (try json(#"{"size":2,"labels":{"a":"x","b":"y"}}"#)))
        #expect(state.fields("m") == #"{"f:size":{}}"#)
        #expect(state.fields(FieldApply.bootstrap) == #"{"f:labels":{"f:a":{}}}"#)
        #expect(state.fields("before-first-apply") == #"{"f:labels":{"f:b":{}}}"#)
        #expect(throws: FieldConflicts.self) { try applied(#"{"labels":{"b":"z"}}"#) }
        #expect(try applied(#"{"labels":{"a":"z","b":"y"}}"#).object["labels"] == (try json(#"{"a":"z","b":"y"}"#)))
        // who calls himself so when he applies is no better than others
        var forged = State()
        try forged.apply(json(#"{"size":2}"#), by: FieldApply.bootstrap)
        #expect(throws: FieldConflicts.self) { try forged.apply(json(#"{"size":3}"#), by: "m") }
    }

    @Test func `names all conflicts by owner`() throws {
        var state = State()
        try state.apply(json(#"{"size":1,"items":[{"name":"one","size":1}]}"#), by: "m")
        var other = state.object
        other.set(["a": "x"], at: ["labels"])
        state.update(other, by: "n")
        let conflicts = #expect(throws: FieldConflicts.self) {
            try state.apply(json(#"{"size":2,"labels":{"a":"y"},"items":[{"name":"one","size":2}]}"#), by: "o")
        }
        #expect(
            conflicts?.message == """
                Apply failed with 3 conflicts: conflicts with "m":
                - .items[name="one",port=80].size
                - .size
                conflicts with "n" using v1:
                - .labels.a
                """
        )
    }

    @Test func `merges lists by their keys and keeps a sensible order`() throws {
        var state = State()
        try state.apply(json(#"{"items":[{"name":"a","size":1},{"name":"b"},{"name":"c"}],"set":["x","z"]}"#), by: "m")
        try state.apply(json(#"{"items":[{"name":"c"},{"name":"n"},{"name":"a","port":80}],"set":["y"]}"#), by: "n")
        let names = (state.object["items"]?.array ?? []).compactMap { $0["name"]?.string }
        #expect(Set(names) == ["a", "b", "c", "n"] && names.filter { $0 != "b" } == ["c", "n", "a"], "\(names)")
        #expect(state.object["items"]?.array?.first { $0["name"] == "a" }?["size"] == 1)
        #expect(state.object["set"] == ["x", "z", "y"])
        try state.apply(json(#"{"items":[{"name":"b"}]}"#), by: "m")
        #expect(state.object["items"]?.array?.count == 4 - 0, "what n lists too stays")
        #expect(state.object["items"]?.array?.first { $0["name"] == "a" }?["size"] == nil)
        #expect(state.object["set"] == ["y"])
    }

    @Test func `replaces what is atomic`() throws {
        var state = State()
        try state.apply(json(#"{"selector":{"a":"x","b":"x"},"list":[1,2]}"#), by: "m")
        try state.apply(json(#"{"selector":{"c":"x"},"list":[3]}"#), by: "n", force: true)
        #expect(state.object == (try json(#"{"selector":{"c":"x"},"list":[3]}"#)))
        #expect(state.fields("m").isEmpty)
    }

    @Test func `takes what an update changed from its owner, and gives it back when forced`() throws {
        var state = State()
        try state.apply(json(#"{"size":1}"#), by: "m")
        state.update(["size": 5], by: "edit")
        #expect(state.fields("m").isEmpty && state.fields("edit") == #"{"f:size":{}}"#)
        #expect(throws: FieldConflicts.self) { try state.apply(json(#"{"size":1}"#), by: "m") }
        try state.apply(json(#"{"size":5}"#), by: "m")
        #expect(state.fields("m") == state.fields("edit"))
        try state.apply(json(#"{"size":1}"#), by: "m", force: true)
        #expect(state.fields("edit").isEmpty)
    }

    @Test func `keeps duplicates that others made, and replaces those it lists`() throws {
        var state = State()
        state.object = try json(#"{"items":[{"name":"a","size":1},{"name":"a","size":2},{"name":"b"}]}"#)
        state.isNew = false
        try state.apply(json(#"{"items":[{"name":"b","size":3}]}"#), by: "m")
        #expect(state.object["items"]?.array?.count == 3)
        try state.apply(json(#"{"items":[{"name":"b","size":3},{"name":"a","size":9}]}"#), by: "m", force: true)
        #expect(state.object["items"]?.array?.filter { $0["name"] == "a" } == [["name": "a", "size": 9]])
    }

    @Test func `takes over what kubectl apply noted, and only that`() throws {
        let last = #"{"size":1,"labels":{"a":"x"}}"#
        var state = State(isNew: false)
        state.object = try json(#"{"size":1,"labels":{"a":"changed"},"list":[1]}"#)
        state.object.set(.string(last), at: ["metadata", "annotations", FieldApply.lastApplied])
        var other = state
        try state.apply(json(#"{"size":2}"#), by: "kubectl")
        #expect(state.object["size"] == 2)
        let owner = state.owners.owners.first { $0.manager == "kubectl-client-side-apply" }
        let annotation: [PathElement] = [
            .field("metadata"), .field("annotations"), .field(FieldApply.lastApplied),
        ]
        #expect(owner?.fields.contains(annotation) == true)
        #expect(throws: FieldConflicts.self) { try other.apply(json(#"{"size":2}"#), by: "someone") }
        #expect(throws: FieldConflicts.self) { try other.apply(json(#"{"labels":{"a":"y"}}"#), by: "kubectl") }
    }

    @Test(arguments: 0..<300)
    func `done twice is done once`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var state = State()
        try state.apply(RandomShape.object(&random), by: "n")
        let configuration = RandomShape.object(&random)
        try state.apply(configuration, by: "m", force: true)
        let once = state
        try state.apply(configuration, by: "m", at: "2027-01-01T00:00:00Z")
        #expect(state == once)
        #expect(state.owners == once.owners, "the time stays too")
    }

    @Test(arguments: 0..<300)
    func `has what it lists, and owns it`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var state = State(object: RandomShape.object(&random, isFit: false), isNew: false)
        let configuration = RandomShape.object(&random)
        try state.apply(configuration, by: "m", force: true)
        let wanted = FieldSet.of(configuration, RandomShape())
        #expect(state.owners.owners.first { $0.manager == "m" }?.fields ?? FieldSet() == wanted)
        #expect(FieldComparison(of: configuration, with: state.object, RandomShape()).modified.isEmpty)
        #expect(FieldComparison(of: configuration, with: state.object, RandomShape()).removed.isEmpty)
    }

    @Test(arguments: 0..<300)
    func `of one manager and of another on other fields may come in any order`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var one = RandomShape.object(&random)
        var other = RandomShape.object(&random)
        for name in one.object?.names ?? [] where Bool.random(using: &random) { one.set(nil, at: [name]) }
        for name in one.object?.names ?? [] { other.set(nil, at: [name]) }
        var first = State()
        var second = State()
        try first.apply(one, by: "m")
        try first.apply(other, by: "n")
        try second.apply(other, by: "n")
        try second.apply(one, by: "m")
        #expect(first == second)
    }

    @Test(arguments: 0..<300)
    func `undone leaves what others listed`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var state = State()
        try state.apply(RandomShape.object(&random), by: "n")
        // A map that is empty again goes, whoever wanted it to be empty.
        func kept() -> FieldSet {
            var fields = FieldSet.of(state.object, RandomShape())
            fields.remove([.field("labels")])
            return fields
        }
        let before = kept()
        var more = FieldMergeSample.without(conflictsWith: state.object, RandomShape.object(&random))
        try state.apply(more, by: "m")
        more = [:]
        try state.apply(more, by: "m")
        #expect(kept() == before)
        #expect(state.owners.owners.map(\.manager).filter { $0 == "m" }.isEmpty)
    }
}

/// Configurations that get in nobody's way.
enum FieldMergeSample {
    /// Leaves out the members whose values differ from those of an object.
    static func without(conflictsWith object: JSONValue, _ configuration: JSONValue) -> JSONValue {
        var result = configuration
        for name in configuration.object?.names ?? [] {
            var single = JSONObject()
            single[name] = configuration[name]
            let comparison = FieldComparison(
                of: object,
                with: FieldMerge.merge(.object(single), into: object, RandomShape()),
                RandomShape()
            )
            if !comparison.modified.isEmpty || object[name] == nil { result.set(nil, at: [name]) }
        }
        return result
    }
}
