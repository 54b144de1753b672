import BerthTesting
import NIOCore
import S3
import S3Client
import Testing

@Suite struct `An S3 client` {
    private let bucket = BucketName("bucket")
    private let key = ObjectKey("a/b c")

    @Test func `repeats an idempotent request after an unclear end`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        let count = try await ScriptedServer.serving([
            .answer(500), .answer(503), .answer(200, "", [("ETag", "\"t\"")]),
        ]) {
            client,
            service in
            _ = try await client.headObject(bucket: bucket, key: key)
            return service.asked.count
        }
        #expect(count == 3)
    }

    @Test func `gives up after its limit`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        let count = try await ScriptedServer.serving([.answer(500)]) { client, service in
            await #expect(throws: S3ClientError.self) { try await client.headObject(bucket: bucket, key: key) }
            return service.asked.count
        }
        #expect(count == 4)
    }

    @Test func `never repeats a conditional write whose end is unclear`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        let count = try await ScriptedServer.serving([.answer(500)]) { client, service in
            await #expect(throws: S3ClientError.self) {
                try await client.putObject(
                    bucket: bucket,
                    key: key,
                    body: [ByteBuffer(string: "x")],
                    condition: .ifAbsent
                )
            }
            return service.asked.count
        }
        #expect(count == 1)
    }

    @Test func `does not repeat a refusal`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        let document = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
        try await ScriptedServer.serving([.answer(403, document)]) { client, service in
            await #expect(throws: S3ClientError.refused(status: 403, code: "AccessDenied", message: "no")) {
                try await client.getObject(bucket: bucket, key: key)
            }
            #expect(service.asked.count == 1)
        }
    }

    @Test func `signs path, query and checksum as it sends them`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        try await ScriptedServer.serving([.answer(200, "", [("ETag", "\"t\"")])]) { client, service in
            let tag = try await client.putObject(
                bucket: bucket,
                key: key,
                body: [ByteBuffer(string: "12345"), ByteBuffer(string: "6789")]
            )
            #expect(tag == "\"t\"")
            let asked = try #require(service.asked.first)
            #expect(asked.line == "PUT /bucket/a/b%20c")
            #expect(asked.body == "123456789")
            #expect(asked.headers["x-amz-checksum-crc64nvme"] == "rosUhgp5mIg=")
            #expect(asked.headers["authorization"]?.contains("Credential=key/") == true)
            #expect(asked.headers["authorization"]?.contains("secret") == false)
        }
    }

    @Test func `takes an error in the body of a completed upload for an error`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        let document = "<?xml version=\"1.0\"?>\n  <Error><Code>InternalError</Code><Message>x</Message></Error>"
        try await ScriptedServer.serving([.answer(200, document)]) { client, _ in
            await #expect(throws: S3ClientError.refused(status: 500, code: "InternalError", message: "x")) {
                try await client.completeMultipartUpload(bucket: bucket, key: key, uploadID: "u", parts: [])
            }
        }
    }

    @Test func `never takes a body cut off for a body ended`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        try await ScriptedServer.serving([.hangUp]) { client, _ in
            await #expect(throws: (any Error).self) {
                let answer = try await client.getObject(bucket: bucket, key: key)
                if let body = answer?.body { for try await _ in body {} }
            }
        }
    }

    @Test func `reads a listing page with encoded keys`() async throws {
        let bucket = try #require(bucket)
        let document = """
            <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
            <NextContinuationToken>n</NextContinuationToken>
            <Contents><Key>a%2Fb+c</Key><Size>3</Size><ETag>&quot;e&quot;</ETag></Contents>
            <CommonPrefixes><Prefix>d%2F</Prefix></CommonPrefixes></ListBucketResult>
            """
        try await ScriptedServer.serving([.answer(200, document)]) { client, _ in
            let page = try await client.listObjects(bucket: bucket, prefix: "")
            #expect(page.objects.map(\.key) == ["a/b c"])
            #expect(page.objects.map(\.entityTag) == ["e"])
            #expect(page.commonPrefixes == ["d/"])
            #expect(page.continuationToken == "n")
        }
    }

    @Test func `reports a key that could not be deleted`() async throws {
        let (bucket, key) = (try #require(bucket), try #require(key))
        let document = "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code></Error></DeleteResult>"
        try await ScriptedServer.serving([.answer(200, document)]) { client, service in
            await #expect(throws: S3ClientError.refused(status: 403, code: "AccessDenied", message: "")) {
                try await client.deleteObjects(bucket: bucket, keys: [key, key])
            }
            #expect(service.asked.first?.headers["content-md5"] != nil)
        }
    }
}
