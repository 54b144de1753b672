package import BerthRegistry
import BerthHTTP
package import NIOCore
import OCI

/// What every storage driver does; each behaviour runs on a fresh, empty driver.
package struct StorageDriverSuite: Sendable, CustomStringConvertible {
    /// A sentence about the driver.
    package let name: String
    /// Throws what it expected and did not find.
    package let run: @Sendable (any StorageDriver) async throws -> Void

    package var description: String { name }

    init(_ name: String, _ run: @escaping @Sendable (any StorageDriver) async throws -> Void) {
        self.name = name
        self.run = run
    }

    /// All behaviours.
    package static let behaviours: [StorageDriverSuite] = objects + conditions + listings + blobs

    static let repository = StoragePaths.uploads.appending("suite")

    static func path(_ name: String) -> StoragePath { repository.appending(name) }

    static func put(_ driver: any StorageDriver, _ names: [String]) async throws {
        for name in names {
            try await driver.put(ByteBuffer(string: name), at: path(name), condition: .none)
        }
    }

    static func text(_ driver: any StorageDriver, _ name: String) async throws -> String? {
        try await driver.content(at: path(name), limit: 1 << 20).map { String(buffer: $0.bytes) }
    }

    /// Reads a body whole, whatever its kind.
    package static func bytes(of body: ReadableBody) async throws -> ByteBuffer {
        var all = ByteBuffer()
        switch body {
        case .bytes(let bytes): all = bytes
        case .file(let file, let range): try file.read(range, into: &all)
        case .stream(let stream, _): for try await part in stream { all.writeImmutableBuffer(part) }
        }
        return all
    }

    private static let objects = [
        StorageDriverSuite("gives back what was put, and replaces it whole") { driver in
            try await put(driver, ["a"])
            try expect(try await text(driver, "a") == "a", "the content")
            try await driver.put(ByteBuffer(string: "second, longer"), at: path("a"), condition: .none)
            try expect(try await text(driver, "a") == "second, longer", "the new content")
            try await driver.put(ByteBuffer(), at: path("a"), condition: .none)
            try expect(try await text(driver, "a")?.isEmpty == true, "empty content")
        },
        StorageDriverSuite("has nothing where nothing was put") { driver in
            try await put(driver, ["a/b"])
            for name in ["missing", "a", "a/b/c"] {
                try expect(try await text(driver, name) == nil, "no content at \(name)")
                try expect(try await driver.stat(path(name)) == nil, "nothing at \(name)")
                try expect(try await driver.read(path(name), range: nil) == nil, "nothing to read at \(name)")
            }
        },
        StorageDriverSuite("refuses to read more than the caller is ready for") { driver in
            try await put(driver, ["four"])
            do {
                _ = try await driver.content(at: path("four"), limit: 3)
                throw UnmetExpectation("tooLarge")
            } catch StorageError.tooLarge(let limit) {
                try expect(limit == 3, "the limit")
            }
        },
        StorageDriverSuite("reads ranges and tells the size of the whole") { driver in
            let content = ByteBuffer(bytes: (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try await driver.put(content, at: path("big"), condition: .none)
            for range in [nil, 0..<1, 199_999..<200_000, 65_000..<140_000, 199_990..<200_500] as [Range<Int64>?] {
                guard let (object, body) = try await driver.read(path("big"), range: range) else {
                    throw UnmetExpectation("the object")
                }
                let shown = (range ?? 0..<200_000).clamped(to: 0..<200_000)
                try expect(object.size == 200_000, "the size")
                try expect(body.length == Int64(shown.count), "the length of \(shown)")
                let expected = content.getSlice(at: Int(shown.lowerBound), length: shown.count)
                try expect(try await bytes(of: body) == expected, "the bytes of \(shown)")
            }
            try expect(try await driver.stat(path("big"))?.size == 200_000, "the size by stat")
        },
        StorageDriverSuite("deletes what is there and does not mind what is not") { driver in
            try await put(driver, ["x/1", "x/2", "y"])
            try await driver.delete([path("x/1"), path("missing"), path("y")])
            try await driver.delete([])
            try expect(try await text(driver, "x/1") == nil, "the first gone")
            try expect(try await text(driver, "y") == nil, "the second gone")
            try expect(try await text(driver, "x/2") == "x/2", "the neighbour")
            try await put(driver, ["x/1"])
            try expect(try await text(driver, "x/1") == "x/1", "back again")
        },
    ]

    private static let conditions = [
        StorageDriverSuite("puts if absent only once") { driver in
            let content = ByteBuffer(string: "first")
            try await driver.put(content, at: path("once"), condition: .ifAbsent)
            try await refused(driver, "once", .ifAbsent)
            try expect(try await text(driver, "once") == "first", "the first content")
        },
        StorageDriverSuite("puts if matching only over what was read") { driver in
            try await refused(driver, "tag", .ifMatch("\"nothing\""))
            let first = try await driver.put(ByteBuffer(string: "1"), at: path("tag"), condition: .none)
            let read = try await driver.content(at: path("tag"), limit: 10)
            try expect(read?.entityTag == first, "one entity tag from put and content")
            try expect(try await driver.stat(path("tag"))?.entityTag == first, "the same from stat")
            let second = try await driver.put(ByteBuffer(string: "2"), at: path("tag"), condition: .ifMatch(first))
            try expect(second != first, "another entity tag")
            try await refused(driver, "tag", .ifMatch(first))
            try expect(try await text(driver, "tag") == "2", "the second content")
        },
        StorageDriverSuite("has one winner of many that put if absent") { driver in
            let winners = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        do {
                            let content = ByteBuffer(string: "\(number)")
                            try await driver.put(content, at: path("race"), condition: .ifAbsent)
                            return "\(number)"
                        } catch StorageError.conditionFailed {
                            return nil
                        }
                    }
                }
                var winners: [String] = []
                for try await winner in group { if let winner { winners.append(winner) } }
                return winners
            }
            try expect(winners.count == 1, "one winner of \(winners)")
            try expect(try await text(driver, "race") == winners.first, "the winner's content")
        },
    ]

    private static func refused(
        _ driver: any StorageDriver,
        _ name: String,
        _ condition: WriteCondition
    ) async throws {
        do {
            try await driver.put(ByteBuffer(string: "refused"), at: path(name), condition: condition)
        } catch StorageError.conditionFailed {
            return
        }
        throw UnmetExpectation("conditionFailed for \(condition)")
    }

    static func expect(_ isMet: Bool, _ expectation: String) throws {
        guard isMet else { throw UnmetExpectation(expectation) }
    }
}

/// Names what a driver did not do.
package struct UnmetExpectation: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = "expected \(description)"
    }
}
