import BerthTesting
import Logging
import NIOCore
import S3
import S3Client
import Testing

/// The services our S3 client must work with.
enum S3Service: String, CaseIterable, Sendable {
    case berth, seaweedFS, moto

    func start(_ fixture: BerthFixture) async throws -> ObjectStoreServer {
        switch self {
        case .berth: try await fixture.objectStore()
        case .seaweedFS: try await fixture.seaweedFS()
        case .moto: try await fixture.moto()
        }
    }
}

@Suite struct `Our S3 client` {
    @Test(arguments: S3Service.allCases)
    func `writes, reads, lists, conditions and deletes on any service`(_ service: S3Service) async throws {
        try await BerthFixture.with { fixture in
            let server = try await service.start(fixture)
            let bucket = try #require(BucketName("client-bucket"))
            let client = try Self.client(server)
            do {
                try await Self.exercise(client, bucket)
                try await Self.multipart(client, bucket)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    private static func client(_ server: ObjectStoreServer) throws -> S3Client {
        let endpoint = try #require(S3Endpoint(server.endpoint, region: "us-east-1"))
        let configuration = S3ClientConfiguration(
            endpoint: endpoint,
            credentials: Credentials(accessKey: server.accessKey, secretKey: server.secretKey)
        )
        return try S3Client(configuration: configuration, logger: Logger(label: "test"))
    }

    private static func exercise(_ client: S3Client, _ bucket: BucketName) async throws {
        try await client.createBucket(bucket)
        #expect(try await client.headBucket(bucket))
        let keys = try ["a/1", "a/b c+d&é", "a/z/2", "b"].map { try #require(ObjectKey($0)) }
        for key in keys {
            _ = try await client.putObject(bucket: bucket, key: key, body: [ByteBuffer(bytes: key.bytes)])
        }
        for key in keys {
            #expect(try await read(client, bucket, key) == key.bytes)
        }
        #expect(try await client.headObject(bucket: bucket, key: keys[0])?.size == 3)
        let absent = try #require(ObjectKey("absent"))
        #expect(try await client.headObject(bucket: bucket, key: absent) == nil)
        #expect(try await read(client, bucket, keys[1], range: 2..<5) == Array(keys[1].bytes[2..<5]))

        let page = try await client.listObjects(bucket: bucket, prefix: "a/", delimiter: "/")
        #expect(page.objects.map(\.key) == ["a/1", "a/b c+d&é"])
        #expect(page.commonPrefixes == ["a/z/"])
        let first = try await client.listObjects(bucket: bucket, prefix: "", limit: 3)
        let token = try #require(first.continuationToken)
        let second = try await client.listObjects(bucket: bucket, prefix: "", continuationToken: token, limit: 3)
        #expect(first.objects.count == 3)
        #expect(second.objects.map(\.key) == ["b"])
        #expect(second.continuationToken == nil)

        let once = try #require(ObjectKey("once"))
        let bodies = [ByteBuffer(string: "1"), ByteBuffer(string: "2")]
        _ = try await client.putObject(bucket: bucket, key: once, body: [bodies[0]], condition: .ifAbsent)
        await #expect(throws: S3ClientError.self) {
            try await client.putObject(bucket: bucket, key: once, body: [bodies[1]], condition: .ifAbsent)
        }
        #expect(try await read(client, bucket, once) == Array("1".utf8))
        try await client.deleteObjects(bucket: bucket, keys: [keys[0]])
        try await client.deleteObjects(bucket: bucket, keys: keys + [once, absent])
        #expect(try await client.listObjects(bucket: bucket, prefix: "").objects.isEmpty)
    }

    private static func multipart(_ client: S3Client, _ bucket: BucketName) async throws {
        let key = try #require(ObjectKey("large"))
        let id = try await client.createMultipartUpload(bucket: bucket, key: key)
        let piece = ByteBuffer(repeating: 0x61, count: 1 << 20)
        var parts: [S3UploadedPart] = []
        for (number, body) in [(1, Array(repeating: piece, count: 5)), (2, [ByteBuffer(string: "end")])] {
            parts.append(
                try await client.uploadPart(bucket: bucket, key: key, uploadID: id, number: number, body: body)
            )
        }
        _ = try await client.completeMultipartUpload(bucket: bucket, key: key, uploadID: id, parts: parts)
        #expect(try await client.headObject(bucket: bucket, key: key)?.size == (5 << 20) + 3)
        #expect(try await read(client, bucket, key, range: 5_242_878..<5_242_883) == Array("aaend".utf8))
        let other = try await client.createMultipartUpload(bucket: bucket, key: key)
        try await client.abortMultipartUpload(bucket: bucket, key: key, uploadID: other)
        try await client.abortMultipartUpload(bucket: bucket, key: key, uploadID: other)
    }

    private static func read(
        _ client: S3Client,
        _ bucket: BucketName,
        _ key: ObjectKey,
        range: Range<Int64>? = nil
    ) async throws -> [UInt8] {
        let answer = try #require(try await client.getObject(bucket: bucket, key: key, range: range))
        var bytes: [UInt8] = []
        for try await chunk in answer.body { bytes += chunk.readableBytesView }
        #expect(Int64(bytes.count) == answer.length)
        return bytes
    }
}
