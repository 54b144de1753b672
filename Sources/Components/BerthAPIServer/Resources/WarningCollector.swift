import Synchronization

/// Collects what a client should be warned of; each text becomes one `Warning: 299` header.
package final class WarningCollector: Sendable {
    private let collected = Mutex<[String]>([])

    package init() {}

    /// Adds a warning once.
    package func add(_ text: String) {
        collected.withLock { texts in if !texts.contains(text) { texts.append(text) } }
    }

    package var texts: [String] { collected.withLock { $0 } }
}
