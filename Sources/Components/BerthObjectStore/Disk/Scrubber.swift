import NIOPosix
import Foundation
import GRDB
import Logging

/// Reads every content within a stated time and judges it against its sums, slowly, beside all other work (D7).
struct Scrubber: Sendable {
    let engine: StorageEngine

    /// What one pass found.
    struct Report: Hashable, Sendable {
        var contents = 0
        var bytes: Int64 = 0
        var damaged: [Int64] = []
    }

    private static let slice: Int64 = 8 << 20
    private static let page = 64

    /// Passes over everything again and again, each pass in about `period`.
    func run(period: Duration) async throws {
        while true {
            let bytes = max(1, engine.statistics.contentBytes)
            let seconds = Double(period.components.seconds)
            // A tenth faster than asked, for what arrives meanwhile; at least 64 KiB a second.
            let rate = max(Double(bytes) / max(1, seconds) * 1.1, 65_536)
            try await Task.sleep(for: .seconds(60))
            do {
                let report = try await pass(bytesPerSecond: rate)
                engine.logger.info(
                    "scrub finished",
                    metadata: ["contents": "\(report.contents)", "damaged": "\(report.damaged.count)"]
                )
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                engine.logger.warning("scrub interrupted", metadata: ["error": "\(error)"])
            }
        }
    }

    /// One pass over all contents that there are; nil for no pauses.
    func pass(bytesPerSecond: Double? = nil) async throws -> Report {
        var report = Report()
        var last: Int64 = 0
        while true {
            let after = last
            let ids = try await engine.read { queries in
                try Int64.fetchAll(
                    queries.db,
                    sql: "SELECT id FROM contents WHERE id > ? ORDER BY id LIMIT ?",
                    arguments: [after, Self.page]
                )
            }
            guard let newest = ids.last else { break }
            for id in ids { try await scrub(id, bytesPerSecond, &report) }
            last = newest
        }
        engine.counters.count { $0.scrubPasses += 1 }
        return report
    }

    private func scrub(_ id: Int64, _ rate: Double?, _ report: inout Report) async throws {
        engine.files.pin([id])
        defer { engine.files.unpin([id]) }
        do {
            // A row that cannot be read is damage too, but of no known content.
            guard let content = try await engine.read({ try $0.content(id) }) else { return }
            report.contents += 1
            report.bytes += content.size
            var pass = ContentPass(content: content)
            while let bytes = try await step(&pass) {
                engine.counters.count { $0.bytesScrubbed += bytes }
                if let rate { try await Task.sleep(for: .seconds(Double(bytes) / rate)) }
            }
        } catch StoreError.damaged {
            report.damaged.append(id)
            let engine = engine
            try await engine.pool.runIfActive {
                let row = try? engine.readBlocking { try $0.contentUnjudged(id) }
                if let content = row ?? nil { engine.reportDamage(content) }
            }
        }
    }

    private func step(_ pass: inout ContentPass) async throws -> Int64? {
        let (current, engine) = (pass, engine)
        let (next, bytes) = try await engine.pool.runIfActive {
            var next = current
            let bytes = try next.step(Self.slice, engine.files)
            return (next, bytes)
        }
        pass = next
        return bytes
    }
}
