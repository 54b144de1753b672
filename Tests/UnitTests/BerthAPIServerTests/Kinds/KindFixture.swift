import Kubernetes
import Testing

@testable import BerthAPIServer

/// Puts objects through the rules of their kinds, without a store.
enum KindFixture {
    static func strategy(_ group: String, _ kind: String) throws -> any ResourceStrategy {
        try #require(StoredKinds.all.first { $0.gvk.group == group && $0.gvk.kind == kind }).strategy
    }

    /// A new object as it would be kept.
    static func created(_ group: String, _ kind: String, _ object: JSONValue) throws -> JSONValue {
        var object = object
        try strategy(group, kind).prepareForCreate(&object)
        return object
    }

    /// What is wrong with a new object, or with what `old` becomes.
    static func problems(
        _ group: String,
        _ kind: String,
        _ object: JSONValue,
        old: JSONValue? = nil
    ) throws -> [String] {
        var object = object
        let strategy = try strategy(group, kind)
        if let old { strategy.prepareForUpdate(&object, old: old) } else { strategy.prepareForCreate(&object) }
        return strategy.validate(object, old: old).map { "\($0.field): \($0.message)" }
    }

    /// The fields at fault.
    static func fields(_ group: String, _ kind: String, _ object: JSONValue) throws -> [String] {
        var object = object
        let strategy = try strategy(group, kind)
        strategy.prepareForCreate(&object)
        return strategy.validate(object, old: nil).map(\.field)
    }
}
