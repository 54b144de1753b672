import Foundation
import Testing

@testable import BerthPKI

@Suite struct `An atomic file` {
    @Test func `replaces the former content and leaves nothing behind`() async throws {
        try await withScratchFolder { folder in
            try AtomicFile.write("one".utf8, to: folder + "/x", mode: 0o644)
            try AtomicFile.write("two".utf8, to: folder + "/x", mode: 0o600)
            #expect(try AtomicFile.read(folder + "/x") == Array("two".utf8))
            #expect(try mode(of: folder + "/x") == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["x"])
        }
    }

    @Test func `lies in a folder that keeps its mode unless it is ours`() async throws {
        try await withScratchFolder { folder in
            let (theirs, new) = (folder + "/theirs", folder + "/new/er")
            try FileManager.default.createDirectory(atPath: theirs, withIntermediateDirectories: true)
            #expect(chmod(theirs, 0o1777) == 0)
            try AtomicFile.makeFolder(theirs, mode: 0o700)
            #expect(try mode(of: theirs) == 0o1777)
            try AtomicFile.makeFolder(new, mode: 0o700)
            #expect(try mode(of: new) == 0o700)
            try AtomicFile.makeOwnFolder(theirs, mode: 0o700)
            #expect(try mode(of: theirs) == 0o700)
        }
    }

    @Test func `is nil when absent`() async throws {
        try await withScratchFolder { folder in
            let content = try AtomicFile.read(folder + "/none")
            #expect(content == nil)
        }
    }

    @Test func `names the file and the call that failed`() async throws {
        try await withScratchFolder { folder in
            try AtomicFile.write("x".utf8, to: folder + "/plain", mode: 0o644)
            #expect(throws: PKIError.fileUnusable(path: folder + "/plain/x", call: "open", code: ENOTDIR)) {
                try AtomicFile.read(folder + "/plain/x")
            }
        }
    }
}
