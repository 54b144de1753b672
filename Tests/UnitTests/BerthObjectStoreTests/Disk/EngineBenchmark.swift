import Foundation
import NIOCore
import S3
import Testing

@testable import BerthObjectStore

/// Figures of the engine alone, printed when BERTH_ENGINE_BENCHMARK is set; optimised builds only mean something.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["BERTH_ENGINE_BENCHMARK"] != nil))
struct `Engine figures` {
    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(0, &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    @Test(arguments: [1, 32])
    func `small puts`(writers: Int) async throws {
        try await ScratchStore.with { store in
            let bytes = noise(4096)
            let count = 3000
            let before = store.engine.statistics
            let (begin, cpu) = (ContinuousClock.now, Self.cpuSeconds())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for index in 0..<count / writers { try await store.put("\(writer)/\(index)", bytes) }
                    }
                }
                try await group.waitForAll()
            }
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            let after = store.engine.statistics
            FileHandle.standardError.write(
                Data(
                    """
                    4 KiB puts, \(writers) writers: \(Int(Double(count) / seconds))/s, CPU \
                    \(Int((Self.cpuSeconds() - cpu) / Double(count) * 1e6)) us each, syncs \
                    \(Double(after.syncs - before.syncs) / Double(count)) each, largest group \(after.largestBatch)\n
                    """.utf8
                )
            )
        }
    }

    @Test(arguments: [true, false])
    func `one large put and two gets`(md5: Bool) async throws {
        try await ScratchStore.with { store in
            let buffer = ByteBuffer(bytes: noise(256 << 10))
            let size: Int64 = 1 << 30
            var (begin, cpu) = (ContinuousClock.now, Self.cpuSeconds())
            func report(_ what: String) {
                let seconds = (ContinuousClock.now - begin) / .seconds(1)
                FileHandle.standardError.write(
                    Data("1 GiB \(what), md5 \(md5): \(seconds) s, CPU \(Self.cpuSeconds() - cpu) s\n".utf8)
                )
                (begin, cpu) = (ContinuousClock.now, Self.cpuSeconds())
            }
            let writer = try await store.engine.beginWrite(expectedSize: size, checksums: [.crc64nvme], md5: md5)
            for _ in 0..<Int(size) / buffer.readableBytes { try await writer.write(buffer) }
            let content = try await writer.finish()
            let record = try await store.engine.putObject(
                testKey("k"),
                in: ScratchStore.bucket,
                content: content,
                metadata: ObjectMetadata()
            )
            report("put")
            for what in ["verified", "known"] {
                let reader = try await store.engine.reader(of: record)
                while try await reader.next() != nil {}
                report(what)
            }
        }
    }
}
