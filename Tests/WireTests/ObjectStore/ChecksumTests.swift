import BerthTesting
import Foundation
import Testing

@Suite(.enabled(if: Boto3.isExpected), .timeLimit(.minutes(10)))
struct `A checksum` {
    @Test
    func `of each kind is verified, kept and given back`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            try await Boto3(in: fixture, server: server).run(
                """
                import zlib
                body = os.urandom(300000)
                for algorithm in ('CRC32', 'SHA1', 'SHA256'):
                    put = s3.put_object(Bucket='box', Key=algorithm, Body=body, ChecksumAlgorithm=algorithm)
                    head = s3.head_object(Bucket='box', Key=algorithm, ChecksumMode='ENABLED')
                    assert head['Checksum' + algorithm] == put['Checksum' + algorithm], head
                    assert s3.get_object(Bucket='box', Key=algorithm, ChecksumMode='ENABLED')['Body'].read() == body
                expected = base64.b64encode(zlib.crc32(body).to_bytes(4, 'big')).decode()
                assert head and s3.head_object(Bucket='box', Key='CRC32', ChecksumMode='ENABLED')['ChecksumCRC32'] == expected
                sha = base64.b64encode(hashlib.sha256(body).digest()).decode()
                s3.put_object(Bucket='box', Key='given', Body=body, ChecksumSHA256=sha)
                wrong = base64.b64encode(hashlib.sha256(b'other').digest()).decode()
                fails('BadDigest', s3.put_object, Bucket='box', Key='given', Body=b'replaced', ChecksumSHA256=wrong)
                assert s3.get_object(Bucket='box', Key='given')['Body'].read() == body
                md5 = base64.b64encode(hashlib.md5(b'other').digest()).decode()
                fails('BadDigest', s3.put_object, Bucket='box', Key='given', Body=b'replaced', ContentMD5=md5)
                fails('InvalidDigest', s3.put_object, Bucket='box', Key='given', Body=b'replaced', ContentMD5='nonsense')
                fails(400, s3.put_object, Bucket='box', Key='given', Body=b'replaced', ChecksumCRC32='nonsense')
                assert s3.get_object(Bucket='box', Key='given')['Body'].read() == body
                # multipart: parts carry theirs, the whole gets one of its own
                new = s3.create_multipart_upload(Bucket='box', Key='multi', ChecksumAlgorithm='SHA256')['UploadId']
                parts = []
                for number, content in enumerate((os.urandom(5 << 20), b'end'), 1):
                    answer = s3.upload_part(Bucket='box', Key='multi', UploadId=new, PartNumber=number, Body=content, ChecksumAlgorithm='SHA256')
                    parts.append({'PartNumber': number, 'ETag': answer['ETag'], 'ChecksumSHA256': answer['ChecksumSHA256']})
                done = s3.complete_multipart_upload(Bucket='box', Key='multi', UploadId=new, MultipartUpload={'Parts': parts})
                joined = hashlib.sha256(b''.join(base64.b64decode(p['ChecksumSHA256']) for p in parts)).digest()
                assert done['ChecksumSHA256'] == base64.b64encode(joined).decode() + '-2', done
                """
            )
        }
    }

    @Test
    func `in a trailer is verified before anything is replaced`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            let s3 = server.s3
            #expect(try await s3.request("PUT", "/box/key", body: Array("before".utf8)).status == 200)
            func put(_ body: String, _ decoded: Int, trailer: String = "x-amz-checksum-crc32") async throws -> HTTPReply
            {
                try await s3.request(
                    "PUT",
                    "/box/key",
                    headers: [
                        ("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "\(decoded)"),
                        ("x-amz-trailer", trailer),
                    ],
                    body: Array(body.utf8),
                    payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
                )
            }
            // "hello" has the CRC-32 3610a686
            let right = Data([0x36, 0x10, 0xa6, 0x86]).base64EncodedString()
            let refused = [
                "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nx-amz-checksum-crc32c:\(right)\r\n\r\n",
                "5\r\nhello\r\n",
                "5\r\nhelloX\r\n0\r\nx-amz-checksum-crc32:\(right)\r\n\r\n",
                "-5\r\nhello\r\n0\r\nx-amz-checksum-crc32:\(right)\r\n\r\n",
                "ffffffffffffffff\r\nhello\r\n0\r\nx-amz-checksum-crc32:\(right)\r\n\r\n",
                "4\r\nhell\r\n0\r\nx-amz-checksum-crc32:\(right)\r\n\r\n",
            ]
            for body in refused {
                let reply = try await put(body, 5)
                #expect((400..<500).contains(reply.status), "\(body) → \(reply)")
                #expect(try await s3.request("GET", "/box/key").body == Array("before".utf8), "\(body)")
            }
            #expect(
                try await put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:\(right)\r\n\r\n", 6).status >= 400
            )
            let good = try await put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:\(right)\r\n\r\n", 5)
            #expect(good.status == 200, "\(good)")
            let reply = try await s3.request("GET", "/box/key", headers: [("x-amz-checksum-mode", "ENABLED")])
            #expect(reply.body == Array("hello".utf8))
            #expect(reply["x-amz-checksum-crc32"] == right)
        }
    }
}
