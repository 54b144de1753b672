import BerthTesting
import Foundation
import Testing

@Suite(.enabled(if: ForeignClient.isExpected("rclone")), .timeLimit(.minutes(10)))
struct `Rclone on the object store` {
    @Test(arguments: ["Minio", "Ceph", "Other"])
    func `copies a tree, checks it byte by byte and mirrors a deletion`(provider: String) async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            let configuration = try fixture.file(
                "rclone.conf",
                """
                [store]
                type = s3
                provider = \(provider)
                access_key_id = \(server.accessKey)
                secret_access_key = \(server.secretKey)
                endpoint = \(server.endpoint)
                region = us-east-1
                force_path_style = true
                """
            )
            let client = try fixture.client("rclone")
            func rclone(_ arguments: String...) async throws -> CommandResult {
                try await client.run(["--config", configuration] + arguments).check()
            }
            let source = try fixture.folder("source/deep/er")
            var random = SeededGenerator(seed: 130)
            for name in ["plain", "with space", "ümlaut", "emoji-😀", "a+b&c=d?e", "quote'", "~tilde", "star*"] {
                try Data(random.bytes(2_000)).write(to: URL(fileURLWithPath: "\(source)/\(name)"))
            }
            try Data(random.bytes(12 << 20)).write(to: URL(fileURLWithPath: "\(fixture.directory)/source/large"))
            let root = "\(fixture.directory)/source"
            _ = try await rclone("mkdir", "store:rclone-bucket")
            _ = try await rclone(
                "copy",
                root,
                "store:rclone-bucket",
                "--s3-upload-cutoff",
                "6M",
                "--s3-chunk-size",
                "5M"
            )
            _ = try await rclone("check", "--download", root, "store:rclone-bucket")
            _ = try await rclone("check", root, "store:rclone-bucket")
            try FileManager.default.removeItem(atPath: "\(source)/plain")
            _ = try await rclone("sync", root, "store:rclone-bucket")
            let listing = try await rclone("lsf", "-R", "store:rclone-bucket").output
            #expect(!listing.contains("plain") && listing.contains("emoji-😀"))
            _ = try await rclone("purge", "store:rclone-bucket")
        }
    }
}
