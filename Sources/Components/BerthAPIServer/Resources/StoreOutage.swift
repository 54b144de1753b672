import Kubernetes

/// What to do about errors that pass when the store is there again.
///
/// Work of the server's own that nobody would ask for a second time has to outlast them: what it knows of the store
/// would stay wrong, or what it began unfinished.
enum StoreOutage {
    private static let pauseLimit = 5.0

    /// Whether an error says no more than that the store cannot be reached or written to now.
    static func isCause(of error: any Error) -> Bool {
        if let error = error as? StoreError {
            switch error {
            case .unavailable, .full: return true
            default: return false
            }
        }
        return (error as? Status).map { [503, 507].contains($0.code) } ?? false
    }

    /// Runs `body`, and again for as long as the store is away.
    ///
    /// - Throws: `CancellationError`, and whatever is not the store's absence.
    static func outlast<Value: Sendable>(
        pause: Duration = .milliseconds(100),
        _ body: () async throws -> Value
    ) async throws -> Value {
        var pause = pause
        while true {
            do { return try await body() } catch  where isCause(of: error) {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(pauseLimit))
            }
        }
    }
}
