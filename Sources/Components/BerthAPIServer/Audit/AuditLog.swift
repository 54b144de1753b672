import Kubernetes
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Writes who did what as JSON lines, readable by the owner only; rotated by size.
///
/// Lines are collected and written by one task a moment later, also at a stop. When the disk does not take them, the
/// newest are dropped beyond a limit and the number of dropped ones is logged.
final class AuditLog: Service {
    private struct State {
        var buffer = ByteBuffer()
        var dropped = 0
        var wake: CheckedContinuation<Void, Never>?
        var isStopping = false
    }

    private static let bufferLimit = 8 * 1024 * 1024
    private let file: AuditFile
    private let pool: NIOThreadPool
    private let logger: Logger
    private let state = Mutex(State())

    init(_ configuration: AuditConfiguration, pool: NIOThreadPool, logger: Logger) {
        file = AuditFile(configuration)
        (self.pool, self.logger) = (pool, logger)
    }

    /// Takes a request into the log.
    func append(_ record: RequestRecord, _ stage: AuditEvent.Stage, status: Int, at now: Double) {
        let event = AuditEvent(record: record, stage: stage, status: status, stageAt: now)
        var line = event.json.serializedBytes()
        line.append(UInt8(ascii: "\n"))
        let wake = state.withLock { state in
            guard state.buffer.readableBytes + line.count <= Self.bufferLimit else {
                state.dropped += 1
                return state.wake.take()
            }
            state.buffer.writeBytes(line)
            return state.wake.take()
        }
        wake?.resume()
    }

    /// Writes until stopped, then what is left.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.waitForLines()
                await self.flush()
                // Lines of one moment go into one write.
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
        await flush()
        try? await pool.runIfActive { [file] in file.close() }
    }

    private func waitForLines() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.buffer.readableBytes == 0, !state.isStopping else { return true }
                    state.wake = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            let wake = state.withLock { state in
                state.isStopping = true
                return state.wake.take()
            }
            wake?.resume()
        }
    }

    private func flush() async {
        let (lines, dropped) = state.withLock { state in
            defer { (state.buffer, state.dropped) = (ByteBuffer(), 0) }
            return (state.buffer, state.dropped)
        }
        if dropped > 0 { logger.error("audit events dropped", metadata: ["count": "\(dropped)"]) }
        guard lines.readableBytes > 0 else { return }
        do {
            try await pool.runIfActive { [file] in try file.append(lines) }
        } catch {
            logger.error("audit log not written", metadata: ["error": "\(error)"])
        }
    }
}
