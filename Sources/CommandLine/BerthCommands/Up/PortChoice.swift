import BerthPKI
import NIOCore
import NIOPosix

/// Finds a port for a component: the one that was asked for, or the first free one from the usual one on.
enum PortChoice {
    /// How many ports are tried when nobody asked for one.
    static let attemptLimit = 50

    /// An address on which a server can listen now; with `isSettled` its port is never 0.
    ///
    /// - Throws: ``CommandFailure`` when the port that was asked for is taken, or none is free.
    static func choose(
        host: String,
        asked: Int?,
        usual: Int,
        name: String,
        isSettled: Bool = false
    ) async throws -> ListenAddress {
        if asked == 0, isSettled {
            let channel = try await bind(ListenAddress(host: host, port: 0))
            let port = channel.localAddress?.port ?? 0
            try await channel.close()
            return ListenAddress(host: host, port: port)
        }
        if let asked {
            if asked != 0, let reason = await refusal(ListenAddress(host: host, port: asked)) {
                throw CommandFailure(
                    "\(name): cannot listen on \(ListenAddress(host: host, port: asked)): \(reason); choose another port, or 0 for any"
                )
            }
            return ListenAddress(host: host, port: asked)
        }
        var last = ""
        for port in usual..<usual + attemptLimit {
            let address = ListenAddress(host: host, port: port)
            guard let reason = await refusal(address) else { return address }
            last = reason
        }
        throw CommandFailure("\(name): no free port from \(usual) to \(usual + attemptLimit - 1) on \(host): \(last)")
    }

    private static func bind(_ address: ListenAddress) async throws -> any Channel {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: address.host, port: address.port)
            .get()
    }

    /// Why a server cannot listen there; nil when it can.
    private static func refusal(_ address: ListenAddress) async -> String? {
        do {
            try await bind(address).close()
            return nil
        } catch let error as IOError {
            return AtomicFile.message(of: error.errnoCode)
        } catch {
            return "\(error)"
        }
    }
}
