import ServiceLifecycle

/// Looks now and then whether the key of sessions is old.
struct SessionKeyRenewal: Service {
    let store: SessionStore

    private static let interval: Duration = .seconds(3600)

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: Self.interval)
                await store.renew()
            }
        }
    }
}
