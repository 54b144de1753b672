import BerthTesting
import Foundation
import GRDB
import Kubernetes
import NIOCore
import Synchronization
import Testing

@testable import BerthAPIServer

@Suite struct `The SQLite store` {
    private static func open(_ path: String) async throws -> SQLiteResourceStore {
        try await SQLiteResourceStore(file: path, logger: quiet)
    }

    @Test func `is opened by one process at a time, for its owner only`() async throws {
        try await BerthFixture.with { fixture in
            let path = "\(fixture.directory)/new/folder/state.sqlite"
            let store = try await Self.open(path)
            try await store.put(pod("x"), "1")
            await #expect(throws: SQLiteFileError.inUse(path: path)) { try await Self.open(path) }
            for suffix in ["", "-wal", "-shm", "-lock", "-reserve"] {
                var status = stat()
                #expect(stat(path + suffix, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(suffix)")
            }
            await store.close()
            await store.close()
            await #expect(throws: StoreError.self) { try await store.put(pod("x"), "2") }
            let again = try await Self.open(path)
            #expect(try await again.get(pod("x"))?.text == "1")
            await again.close()
        }
    }

    /// As between a fork and the start of a program, which all tests of the ring do.
    @Test func `is free once closed, also when another process has its descriptors for a moment`() async throws {
        try await BerthFixture.with { fixture in
            let path = "\(fixture.directory)/state.sqlite"
            let store = try await Self.open(path)
            let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            let held = names.first {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == "\(path)-lock"
            }
            let copy = dup(try #require(held.flatMap(Int32.init)))
            defer { close(copy) }
            await store.close()
            let again = try await Self.open(path)
            try await again.put(pod("x"), "1")
            await again.close()
        }
    }

    @Test func `goes on with its revision and history after a restart`() async throws {
        try await BerthFixture.with { fixture in
            let path = "\(fixture.directory)/state.sqlite"
            var store = try await Self.open(path)
            for number in 1...20 { try await store.put(pod("x"), "\(number)") }
            let last = try await store.remove(pod("x")).revision
            try await store.compact(through: 15)
            await store.close()
            store = try await Self.open(path)
            #expect(try await store.currentRevision() == last)
            #expect(try await store.told(after: 17, count: 4).map(\.text).last == "-a/x=20(20@20)")
            await #expect(throws: StoreError.expired(oldest: 15)) { try await store.told(after: 10, count: 1) }
            #expect(try await store.put(pod("x"), "new").revision == last + 1)
            await store.close()
        }
    }

    @Test func `refuses a file that is not its own, or of a newer format, or damaged`() async throws {
        try await BerthFixture.with { fixture in
            let text = try fixture.file("text", String(repeating: "no database ", count: 100))
            await #expect(throws: SQLiteFileError.foreign(path: text)) { try await Self.open(text) }
            let other = "\(fixture.directory)/other.sqlite"
            try await DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (x)") }
            await #expect(throws: SQLiteFileError.foreign(path: other)) { try await Self.open(other) }

            let path = "\(fixture.directory)/state.sqlite"
            let store = try await Self.open(path)
            for number in 0..<300 {
                _ = try await store.create(pod("x\(number)"), ByteBuffer(repeating: 65, count: 3000))
            }
            await store.close()
            let sound = try Data(contentsOf: URL(fileURLWithPath: path))
            try await DatabaseQueue(path: path).writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA user_version = 9")
            }
            await #expect(throws: SQLiteFileError.newerFormat(path: path, version: 9, known: 1)) {
                try await Self.open(path)
            }
            var damaged = sound
            damaged.replaceSubrange(4096 * 8..<4096 * 12, with: Data(repeating: 7, count: 4096 * 4))
            try damaged.write(to: URL(fileURLWithPath: path))
            await #expect(throws: SQLiteFileError.self) { try await Self.open(path) }
            try sound.write(to: URL(fileURLWithPath: path))
            let again = try await Self.open(path)
            #expect(try await again.list().items.count == 300)
            await again.close()
        }
    }

    @Test func `syncs every commit, and shares one among those who write together`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await Self.open("\(fixture.directory)/state.sqlite")
            let mode = try await store.file.connections.writeWithoutTransaction { db in
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            #expect(mode == 2)
            try await store.put(pod("alone"), "1")
            #expect(store.statistics == StoreStatistics(asked: 1, commits: 1, writes: 1, largestGroup: 1))
            let file = store.file
            let (isHeld, isOver) = (Collected<Bool>(), Collected<Bool>())
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { isOver.add([true]) }
                // As long as a sync takes, however quick the disk is.
                group.addTask {
                    try await RawHTTP.perform {
                        file.connections.writeWithoutTransaction { _ in
                            isHeld.add([true])
                            while isOver.all.isEmpty { usleep(1000) }
                        }
                    }
                }
                while isHeld.all.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
                for writer in 0..<64 { group.addTask { _ = try await store.create(pod("\(writer)"), bytes("1")) } }
                while store.statistics.asked < 65 { try await Task.sleep(for: .milliseconds(1)) }
                #expect(store.statistics.commits == 1)
                isOver.add([true])
                try await group.waitForAll()
            }
            // Those who came first, and all who came meanwhile.
            let statistics = store.statistics
            #expect(statistics.writes == 65)
            #expect(statistics.commits <= 3 && statistics.largestGroup >= 32)
            await store.close()
        }
    }

    @Test func `refuses writes on a full disk, serves reads, and needs no restart`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await Self.open("\(fixture.directory)/state.sqlite")
            func limit(_ sql: String) async throws {
                try await store.file.connections.writeWithoutTransaction { db in
                    _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(sql)")
                }
            }
            let value = ByteBuffer(repeating: 65, count: 3000)
            for number in 0..<20 { _ = try await store.create(pod("x\(number)"), value) }
            let pages = try await store.file.connections.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
            try await limit("\(pages)")
            await #expect(throws: StoreError.unavailable("the disk is full")) {
                try await store.create(pod("new"), ByteBuffer(repeating: 66, count: 60_000))
            }
            #expect(try await store.get(pod("x1"))?.value == value)
            #expect(try await store.get(pod("new")) == nil)
            #expect(store.isWritable)
            try await limit("1000000")
            #expect(try await store.create(pod("new"), value).revision == 21)
            await store.close()
        }
    }

    /// Lets commits fail.
    private final class CommitFault: TransactionObserver, Sendable {
        let error = Mutex<DatabaseError?>(nil)

        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseWillCommit() throws { if let error = error.withLock({ $0 }) { throw error } }
        func databaseDidCommit(_ db: Database) {}
        func databaseDidRollback(_ db: Database) {}
    }

    @Test func `never reports a failed commit as done, and stops when the disk's state is unknown`() async throws {
        try await BerthFixture.with { fixture in
            let path = "\(fixture.directory)/state.sqlite"
            var store = try await Self.open(path)
            let fault = CommitFault()
            store.file.connections.add(transactionObserver: fault, extent: .databaseLifetime)
            try await store.put(pod("x"), "1")
            fault.error.withLock { $0 = DatabaseError(resultCode: .SQLITE_BUSY) }
            await #expect(throws: StoreError.self) { try await store.put(pod("x"), "2") }
            fault.error.withLock { $0 = nil }
            #expect(try await store.put(pod("x"), "3").revision == 2)
            fault.error.withLock { $0 = DatabaseError(resultCode: .SQLITE_IOERR) }
            await #expect(throws: StoreError.self) { try await store.put(pod("x"), "4") }
            fault.error.withLock { $0 = nil }
            #expect(!store.isWritable)
            await #expect(throws: StoreError.self) { try await store.put(pod("x"), "5") }
            #expect(try await store.get(pod("x"))?.text == "3")
            await store.close()
            store = try await Self.open(path)
            #expect(try await store.put(pod("x"), "6").revision == 3)
            await store.close()
        }
    }

    @Test func `finds its place by the index`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await Self.open("\(fixture.directory)/state.sqlite")
            let plan = try await store.file.connections.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        EXPLAIN QUERY PLAN SELECT namespace, name FROM current
                        WHERE resource = 1 AND (namespace, name) > ('a', 'b') ORDER BY namespace, name LIMIT 9
                        """
                ).map { $0["detail"] as String }
            }
            #expect(
                plan.count == 1 && plan[0].contains("PRIMARY KEY (resource=? AND (namespace,name)>(?,?))"),
                "\(plan)"
            )
            await store.close()
        }
    }
}
