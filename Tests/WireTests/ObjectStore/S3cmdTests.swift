import BerthTesting
import Foundation
import Testing

@Suite(.enabled(if: ForeignClient.isExpected("s3cmd")), .timeLimit(.minutes(10)))
struct `S3cmd on the object store` {
    @Test
    func `puts, lists, gets, copies and deletes`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            let authority = server.http.authority
            let configuration = try fixture.file(
                "s3cfg",
                """
                [default]
                access_key = \(server.accessKey)
                secret_key = \(server.secretKey)
                host_base = \(authority)
                host_bucket = \(authority)
                use_https = False
                """
            )
            let client = try fixture.client("s3cmd")
            func s3cmd(_ arguments: String...) async throws -> CommandResult {
                try await client.run(["-c", configuration] + arguments).check()
            }
            var random = SeededGenerator(seed: 120)
            let content = random.bytes(16 << 20)
            let large = try fixture.file("large", content)
            let small = try fixture.file("small with ümlaut", "hello")
            _ = try await s3cmd("mb", "s3://cmd-bucket")
            _ = try await s3cmd("put", small, "s3://cmd-bucket/ümlaut +&%.txt")
            _ = try await s3cmd("put", "--multipart-chunk-size-mb=5", large, "s3://cmd-bucket/large")
            let listing = try await s3cmd("ls", "s3://cmd-bucket").output
            #expect(listing.contains("ümlaut +&%.txt") && listing.contains("16777216"))
            _ = try await s3cmd("cp", "s3://cmd-bucket/large", "s3://cmd-bucket/copy")
            let back = "\(fixture.directory)/back"
            _ = try await s3cmd("get", "s3://cmd-bucket/copy", back)
            #expect(FileManager.default.contents(atPath: back) == Data(content))
            _ = try await s3cmd("info", "s3://cmd-bucket/large")
            _ = try await s3cmd("del", "--recursive", "--force", "s3://cmd-bucket")
            _ = try await s3cmd("rb", "s3://cmd-bucket")
        }
    }
}
