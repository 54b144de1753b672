import BerthPKI
import Crypto
import JWTKit
import Kubernetes
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The keys of service account tokens as they are in use, read anew when their file changes.
final class ServiceAccountKeys: Service {
    private struct State {
        var ring: ServiceAccountKeyRing
        var collection: JWTKeyCollection
    }

    private static let algorithm = "ES256"
    /// How often the file is looked at.
    private static let pause = Duration.seconds(2)

    private let path: String
    private let onChange: @Sendable () -> Void
    private let state: Mutex<State>

    /// Reads the keys at `path`, or makes one there; `onChange` is told after others came into use.
    init(path: String, onChange: @escaping @Sendable () -> Void) async throws {
        (self.path, self.onChange) = (path, onChange)
        let ring: ServiceAccountKeyRing
        if let read = try ServiceAccountKeyRing.read(path) {
            ring = read
        } else {
            ring = .make()
            try ring.write(path)
        }
        state = Mutex(State(ring: ring, collection: try await Self.collection(of: ring)))
    }

    /// The key that signs and its name.
    var signing: (keys: JWTKeyCollection, id: String) {
        state.withLock { ($0.collection, $0.ring.signingID) }
    }

    /// The keys of a token that names this one; nil when there is none of the name.
    func verifying(_ id: String) -> JWTKeyCollection? {
        state.withLock { state in
            state.ring.keys.contains { $0.id.hasSameBytes(as: id) } ? state.collection : nil
        }
    }

    /// The public keys as a JSON web key set.
    var keySet: JSONValue {
        let keys = state.withLock { $0.ring.keys }
        return [
            "keys": .array(
                keys.map { key in
                    let point = key.secret.publicKey.rawRepresentation
                    return [
                        "use": "sig", "kty": "EC", "kid": .string(key.id), "crv": "P-256",
                        "alg": .string(Self.algorithm), "x": .string(Base64URL.encode(point.prefix(32))),
                        "y": .string(Base64URL.encode(point.suffix(32))),
                    ]
                }
            )
        ]
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.pause)) != nil { await self.reload() }
        }
    }

    /// Takes the file's keys into use; a file that cannot be read, or is being written by hand, changes nothing.
    func reload() async {
        let path = path
        let read = try? await NIOThreadPool.singleton.runIfActive { try ServiceAccountKeyRing.read(path) }
        guard let ring = read ?? nil, ring.keys.map(\.id) != state.withLock({ $0.ring.keys.map(\.id) }) else { return }
        guard let collection = try? await Self.collection(of: ring) else { return }
        state.withLock { $0 = State(ring: ring, collection: collection) }
        onChange()
    }

    private static func collection(of ring: ServiceAccountKeyRing) async throws -> JWTKeyCollection {
        let collection = JWTKeyCollection()
        for key in ring.keys {
            try await collection.add(ecdsa: ES256PrivateKey(backing: key.secret), kid: JWKIdentifier(string: key.id))
        }
        return collection
    }
}
