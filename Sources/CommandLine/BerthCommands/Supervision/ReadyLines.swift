import Synchronization

/// The last ready line of each component, noted where it is read and asked for where the next process starts.
final class ReadyLines: Sendable {
    private let content = Mutex<[SupervisedComponent: ReadyLine]>([:])

    /// All lines so far.
    var lines: [SupervisedComponent: ReadyLine] { content.withLock { $0 } }

    /// Notes the line of a component in place of its last one.
    func note(_ line: ReadyLine, of component: SupervisedComponent) {
        content.withLock { $0[component] = line }
    }
}
