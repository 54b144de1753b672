import Kubernetes

/// The events of a watch, as a filter shows them.
struct ConvertedEvents<Base: AsyncSequence<ObjectEvent, any Error> & Sendable>: AsyncSequence, Sendable {
    typealias Element = ObjectEvent

    private let base: Base
    private let filter: any WatchFilter

    init(_ base: Base, _ filter: any WatchFilter) { (self.base, self.filter) = (base, filter) }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), filter: filter) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: Base.AsyncIterator
        fileprivate let filter: any WatchFilter

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> ObjectEvent? {
            while let event = try await base.next(isolation: actor) {
                if let shown = await filter.shown(event) { return shown }
            }
            return nil
        }
    }
}
