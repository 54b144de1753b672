import Kubernetes

/// The events of a watch, each passed through a function that may drop it and that remembers.
struct ConvertedEvents<Base: AsyncSequence<ObjectEvent, any Error> & Sendable, State: Sendable>: AsyncSequence,
    Sendable
{
    typealias Element = ObjectEvent

    private let base: Base
    private let state: State
    private let convert: @Sendable (ObjectEvent, inout State) async -> ObjectEvent?

    init(
        _ base: Base,
        state: State,
        _ convert: @escaping @Sendable (ObjectEvent, inout State) async -> ObjectEvent?
    ) {
        (self.base, self.state, self.convert) = (base, state, convert)
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), state: state, convert: convert)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: Base.AsyncIterator
        fileprivate var state: State
        fileprivate let convert: @Sendable (ObjectEvent, inout State) async -> ObjectEvent?

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> ObjectEvent? {
            while let event = try await base.next(isolation: actor) {
                var state = state
                let converted = await convert(event, &state)
                self.state = state
                if let converted { return converted }
            }
            return nil
        }
    }
}
