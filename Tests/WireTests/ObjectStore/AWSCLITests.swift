import BerthTesting
import Foundation
import Testing

@Suite(.enabled(if: AWSCLI.isExpected), .timeLimit(.minutes(10)))
struct `The AWS command line on the object store` {
    @Test
    func `makes a bucket, copies small and large files, lists and removes`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            let aws = try AWSCLI(in: fixture, server: server)
            var random = SeededGenerator(seed: 100)
            let small = try fixture.file("small.txt", "hello")
            let content = random.bytes(20 << 20)
            let large = try fixture.file("large.bin", content)
            try await aws.run(["s3", "mb", "s3://cli-bucket"]).check()
            try await aws.run(["s3", "cp", small, "s3://cli-bucket/dir/small.txt"]).check()
            try await aws.run(["s3", "cp", large, "s3://cli-bucket/dir/large.bin"]).check()
            let listing = try await aws.run(["s3", "ls", "--recursive", "s3://cli-bucket"]).check()
            #expect(listing.output.contains("dir/small.txt") && listing.output.contains("20971520 dir/large.bin"))
            let back = "\(fixture.directory)/back.bin"
            try await aws.run(["s3", "cp", "s3://cli-bucket/dir/large.bin", back]).check()
            #expect(FileManager.default.contents(atPath: back) == Data(content))
            try await aws.run(["s3", "mv", "s3://cli-bucket/dir/large.bin", "s3://cli-bucket/moved.bin"]).check()
            let refused = try await aws.run(["s3", "rb", "s3://cli-bucket"])
            #expect(!refused.succeeded && refused.errorOutput.contains("BucketNotEmpty"))
            try await aws.run(["s3", "rb", "--force", "s3://cli-bucket"]).check()
            let gone = try await aws.run(["s3", "ls", "s3://cli-bucket"])
            #expect(!gone.succeeded && gone.errorOutput.contains("NoSuchBucket"))
        }
    }

    @Test
    func `keeps a folder and a bucket the same`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            let aws = try AWSCLI(in: fixture, server: server)
            let folder = try fixture.folder("sync")
            let names = ["plain", "with space", "ümlaut-é", "quote'\"", "plus+and&amp", "per%20cent", "汉字"]
            for name in names { try Data(name.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
            try await aws.run(["s3", "mb", "s3://sync-bucket"]).check()
            try await aws.run(["s3", "sync", folder, "s3://sync-bucket/deep/er"]).check()
            let again = try await aws.run(["s3", "sync", folder, "s3://sync-bucket/deep/er"]).check()
            #expect(!again.output.contains("upload:"))
            let back = try fixture.folder("back")
            try await aws.run(["s3", "sync", "s3://sync-bucket/deep/er", back]).check()
            for name in names {
                #expect(FileManager.default.contents(atPath: "\(back)/\(name)") == Data(name.utf8), "\(name)")
            }
        }
    }
}
