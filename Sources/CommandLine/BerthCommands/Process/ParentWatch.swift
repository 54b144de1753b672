import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Ends, and with it the service group it is in, when the process that started us is gone.
struct ParentWatch: Service {
    /// The reading end of a pipe that only the parent can write to.
    let descriptor: CInt
    let logger: Logger

    func run() async throws {
        let channel = try await NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .takingOwnershipOfDescriptor(input: descriptor)
            .get()
        try await cancelWhenGracefulShutdown {
            try await withTaskCancellationHandler {
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        }
        if !Task.isShuttingDownGracefully, !Task.isCancelled { logger.notice("the parent is gone, stopping") }
    }
}
