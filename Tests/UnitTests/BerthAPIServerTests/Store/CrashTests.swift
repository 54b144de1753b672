import BerthTesting
import Foundation
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

private let childVariable = "BERTH_CRASH_CHILD"
private let childFolder = ProcessInfo.processInfo.environment[childVariable]

/// What a killed process and a lost power leave is judged here; the processes of `berth` in the wire ring.
@Suite struct `A crash of the SQLite store` {
    /// The process that is killed: writes as fast as it can and notes what was acknowledged.
    @Test(.enabled(if: childFolder != nil)) func `child that is killed`() async throws {
        let folder = try #require(childFolder)
        let store = try await SQLiteResourceStore(file: "\(folder)/state.sqlite", logger: quiet)
        let notes = open("\(folder)/notes", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0... {
                        let object = try await store.put(pod("w\(writer)"), "\(number)")
                        let line = Array("\n\(writer) \(number) \(object.revision) .".utf8)
                        _ = line.withUnsafeBytes { write(notes, $0.baseAddress, $0.count) }
                        if number % 50 == 49 { try await store.compact(through: max(0, object.revision - 200)) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `by kill -9 loses nothing that was acknowledged and repeats no revision`() async throws {
        try await BerthFixture.with { fixture in
            let binary = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            var newest: Int64 = 0
            for round in 0..<3 {
                let child = try ChildProcess(
                    binary,
                    ["--testing-library", "swift-testing", "--filter", "child that is killed"],
                    environment: [childVariable: fixture.directory],
                    directory: fixture.directory,
                    name: "child\(round)"
                )
                let notes = "\(fixture.directory)/notes"
                let size = { try? FileManager.default.attributesOfItem(atPath: notes)[.size] as? Int }
                let goal = (size() ?? 0) + 4000
                let deadline = ContinuousClock.now + .seconds(300)
                while size() ?? 0 < goal, child.poll() == nil, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(5))
                }
                try #require(child.poll() == nil, "the child ended: \(child.output) \(child.errorOutput)")
                child.crash()
                let lines = try String(contentsOfFile: notes, encoding: .utf8).split(separator: "\n")
                let noted = lines.compactMap { line -> (writer: String, number: Int, revision: Int64)? in
                    let parts = line.split(separator: " ")
                    // A line without its end was being written.
                    guard parts.count == 4, let number = Int(parts[1]), let revision = Int64(parts[2]) else {
                        return nil
                    }
                    return (String(parts[0]), number, revision)
                }
                #expect(noted.count > 100)
                #expect(Set(noted.map(\.revision)).count == noted.count)
                let store = try await SQLiteResourceStore(
                    file: "\(fixture.directory)/state.sqlite",
                    logger: quiet
                )
                let acknowledged = noted.map(\.revision).max() ?? 0
                #expect(acknowledged > newest)
                #expect(try await store.currentRevision() >= acknowledged)
                for writer in 0..<8 {
                    guard let last = noted.last(where: { $0.writer == "\(writer)" }) else { continue }
                    let object = try #require(try await store.get(pod("w\(writer)")))
                    #expect(object.revision >= last.revision)
                    #expect(object.revision > last.revision || object.text == "\(last.number)")
                }
                // a watch goes on where it was
                let events = try await store.told(after: acknowledged - 100, count: 100)
                let revisions = events.map(\.revision)
                let first = acknowledged - 99
                #expect(Array(revisions.prefix(100)) == Array(first..<first + 100))
                newest = try await store.put(pod("after"), "\(round)").revision
                await store.close()
            }
        }
    }

    @Test func `with the power cut leaves the state of one moment`() async throws {
        try await BerthFixture.with { fixture in
            let path = "\(fixture.directory)/state.sqlite"
            let store = try await SQLiteResourceStore(file: path, logger: quiet)
            for number in 1...60 { try await store.put(pod("x\(number % 7)"), "\(number)") }
            let database = try Data(contentsOf: URL(fileURLWithPath: path))
            let log = try Data(contentsOf: URL(fileURLWithPath: "\(path)-wal"))
            var random = SeededGenerator(seed: 3)
            var seen: Set<Int64> = []
            for cut in 0..<40 {
                let image = "\(try fixture.folder("image\(cut)"))/state.sqlite"
                let length = Int.random(in: log.count / 2...log.count, using: &random)
                var torn = log.prefix(length)
                // half of what was last on its way to the disk is noise
                if cut % 2 == 1 {
                    torn.replaceSubrange(max(0, length - 500)..<length, with: random.bytes(min(500, length)))
                }
                try database.write(to: URL(fileURLWithPath: image))
                try torn.write(to: URL(fileURLWithPath: "\(image)-wal"))
                let opened = try await SQLiteResourceStore(file: image, logger: quiet)
                let revision = try await opened.currentRevision()
                seen.insert(revision)
                for slot in 0..<7 {
                    let expected = (1...60).last { $0 % 7 == slot && $0 <= revision }
                    #expect(try await opened.get(pod("x\(slot)"))?.text == expected.map(String.init))
                }
                #expect(try await opened.put(pod("next"), "1").revision == revision + 1)
                await opened.close()
            }
            #expect(seen.count > 5)
            await store.close()
        }
    }
}
