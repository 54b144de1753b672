import NIOPosix
import Synchronization

/// The bearer token of a client; one from a file is read again every minute.
final class BearerToken: Sendable {
    private struct Loaded {
        var token: String
        var at: ContinuousClock.Instant
    }

    private static let interval: Duration = .seconds(60)
    private static let sizeLimit = 64 * 1024

    private let credentials: KubernetesClientConfiguration.Credentials
    private let loaded = Mutex<Loaded?>(nil)

    init(_ credentials: KubernetesClientConfiguration.Credentials) {
        self.credentials = credentials
    }

    /// The token to send now; nil for none.
    ///
    /// While a file cannot be read the former token is sent.
    func current() async -> String? {
        switch credentials {
        case .none, .certificate: return nil
        case .token(let token): return token
        case .tokenFile(let path):
            let known = loaded.withLock { $0 }
            if let known, ContinuousClock.now - known.at < Self.interval { return known.token }
            let text = try? await NIOThreadPool.singleton.runIfActive { try FileText.read(path, limit: Self.sizeLimit) }
            guard let text else { return known?.token }
            let token = String(text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
            loaded.withLock { $0 = Loaded(token: token, at: .now) }
            return token
        }
    }
}
