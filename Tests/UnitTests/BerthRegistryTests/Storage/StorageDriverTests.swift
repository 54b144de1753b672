import BerthRegistry
import BerthTesting
import Foundation
import NIOCore
import OCI
import Testing

@Suite struct `A storage driver` {
    @Test(arguments: DriverUnderTest.allCases, StorageDriverSuite.behaviours)
    func behaves(_ subject: DriverUnderTest, _ behaviour: StorageDriverSuite) async throws {
        try await subject.withDriver(behaviour.run)
    }
}

@Suite struct `A folder` {
    private func withRoot(_ body: (String) async throws -> Void) async throws {
        let root = NSTemporaryDirectory() + "berth-folder-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try await body(root)
    }

    @Test func `belongs to one process at a time`() async throws {
        try await withRoot { root in
            let driver = try await FilesystemStorageDriver.open(root: root)
            await #expect(throws: StorageError.self) { try await FilesystemStorageDriver.open(root: root) }
            try await driver.checkHealth()
        }
    }

    @Test func `can be opened again and has what was put`() async throws {
        try await withRoot { root in
            let path = StoragePaths.upload("kept")
            do {
                let driver = try await FilesystemStorageDriver.open(root: root)
                try await driver.put(ByteBuffer(string: "kept"), at: path, condition: .none)
                // a thread of the pool may know the driver for a while yet
                driver.release()
            }
            _ = FileManager.default.createFile(
                atPath: root + "/docker/registry/v2/uploads/berth-tmp-1",
                contents: Data("left over".utf8)
            )
            let driver = try await FilesystemStorageDriver.open(root: root)
            #expect(try await driver.content(at: path, limit: 10)?.bytes == ByteBuffer(string: "kept"))
            #expect(try await driver.objects(below: StoragePaths.uploads, after: nil, limit: 10).entries.count == 1)
        }
    }

    @Test func `keeps its files to its owner`() async throws {
        try await withRoot { root in
            let driver = try await FilesystemStorageDriver.open(root: root)
            try await driver.put(ByteBuffer(string: "x"), at: StoragePaths.upload("x"), condition: .none)
            for (path, mode) in [("", 0o700), ("/docker/registry/v2/uploads/x", 0o600)] {
                let attributes = try FileManager.default.attributesOfItem(atPath: root + path)
                #expect(attributes[.posixPermissions] as? Int == mode)
            }
        }
    }

    @Test func `removes empty directories while others are made in them`() async throws {
        try await withRoot { root in
            let driver = try await FilesystemStorageDriver.open(root: root)
            let name = try RepositoryName("a/b")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let link = StoragePaths.tagLink(try Tag("t\(number)"), in: name)
                        for _ in 0..<20 {
                            try await driver.put(ByteBuffer(string: "x"), at: link, condition: .none)
                            try await driver.delete([link])
                        }
                        try await driver.put(ByteBuffer(string: "x"), at: link, condition: .none)
                    }
                }
                try await group.waitForAll()
            }
            #expect(
                try await driver.children(of: StoragePaths.tags(of: name), after: nil, limit: 99).entries.count == 8
            )
        }
    }
}
