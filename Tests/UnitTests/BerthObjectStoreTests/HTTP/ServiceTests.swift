import BerthTesting
import Foundation
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `An object store` {
    @Test func `keeps an object and gives it back`() async throws {
        try await ServedStore.with { store in
            let body = Array("hello".utf8)
            let put = try await store.user.request(
                "PUT",
                "/ocp-registry/a/b%20c",
                headers: [("content-type", "text/plain"), ("x-amz-meta-colour", "blue"), ("x-amz-acl", "private")],
                body: body
            )
            #expect(put.status == 200, "\(put)")
            #expect(put["etag"] == "\"5d41402abc4b2a76b9719d911017c592\"")
            let get = try await store.user.request("GET", "/ocp-registry/a/b%20c")
            #expect(get.status == 200)
            #expect(get.body == body)
            #expect(get["content-type"] == "text/plain")
            #expect(get["x-amz-meta-colour"] == "blue")
            #expect(get["x-content-type-options"] == "nosniff")
            #expect(get["x-amz-request-id"] != nil)
            let head = try await store.user.request("HEAD", "/ocp-registry/a/b%20c")
            #expect(head.status == 200)
            #expect(head["content-length"] == "5")
            #expect(head.body.isEmpty)
            #expect(try await store.user.request("DELETE", "/ocp-registry/a/b%20c").status == 204)
            #expect(try await store.user.request("DELETE", "/ocp-registry/a/b%20c").status == 204)
            #expect(try await store.user.request("GET", "/ocp-registry/a/b%20c").s3ErrorCode == "NoSuchKey")
        }
    }

    @Test func `keeps awkward keys apart`() async throws {
        try await ServedStore.with { store in
            let paths = [
                "a/b", "a//b", "/a/b", "a/./b", "a/../b", "../a", "a%2Fb%2F", "caf%C3%A9", "cafe%CC%81", "a+b", "a%20b",
                "a%5Cb", "%25", "a%2525b", ".", "..", "a%3Fb", "a%0Ab", "a%01b",
            ]
            for (index, path) in paths.enumerated() {
                let reply = try await store.owner.request("PUT", "/other/\(path)", body: Array("\(index)".utf8))
                #expect(reply.status == 200, "\(path): \(reply)")
            }
            for (index, path) in paths.enumerated() {
                #expect(try await store.owner.request("GET", "/other/\(path)").text == "\(index)", "\(path)")
            }
            let list = try await store.owner.request("GET", "/other", query: "encoding-type=url&list-type=2")
            let root = try XMLElement(parsing: list.body)
            #expect(root["KeyCount"] == "\(paths.count)")
            // Without the parameter the listing is well-formed all the same.
            let plain = try XMLElement(parsing: try await store.owner.request("GET", "/other").body)
            #expect(plain["EncodingType"] == "url")
            #expect(try await store.owner.request("PUT", "/other/a%00b", body: []).status == 400)
            let long = String(repeating: "k", count: 1025)
            #expect(try await store.owner.request("PUT", "/other/\(long)", body: []).s3ErrorCode == "KeyTooLongError")
        }
    }

    @Test func `answers ranges and conditions`() async throws {
        try await ServedStore.with { store in
            _ = try await store.owner.request("PUT", "/other/k", body: Array("0123456789".utf8))
            for (range, status, text) in [
                ("bytes=0-", 206, "0123456789"), ("bytes=2-4", 206, "234"), ("bytes=-3", 206, "789"),
                ("bytes=5-100", 206, "56789"), ("bytes=1-2,4-5", 200, "0123456789"),
            ] {
                let reply = try await store.owner.request("GET", "/other/k", headers: [("range", range)])
                #expect(reply.status == status)
                #expect(reply.text == text)
            }
            let beyond = try await store.owner.request("GET", "/other/k", headers: [("range", "bytes=10-")])
            #expect(beyond.status == 416)
            #expect(beyond["content-range"] == "bytes */10")
            let tag = "\"781e5e245d69b566979b86e28d23f2c7\""
            for (name, value, status) in [
                ("if-match", tag, 200), ("if-match", "\"x\"", 412), ("if-none-match", tag, 304),
                ("if-none-match", "\"x\"", 200), ("if-modified-since", "Fri, 24 May 2013 00:00:00 GMT", 200),
                ("if-modified-since", "Fri, 24 May 2199 00:00:00 GMT", 304),
                ("if-unmodified-since", "Fri, 24 May 2013 00:00:00 GMT", 412),
            ] {
                let reply = try await store.owner.request("GET", "/other/k", headers: [(name, value)])
                #expect(reply.status == status, "\(name): \(value)")
            }
            let create = try await store.owner.request(
                "PUT",
                "/other/k",
                headers: [("if-none-match", "*")],
                body: Array("new".utf8)
            )
            #expect(create.status == 412)
            let replace = try await store.owner.request(
                "PUT",
                "/other/k",
                headers: [("if-match", "\"x\"")],
                body: Array("new".utf8)
            )
            #expect(replace.status == 412)
            #expect(try await store.owner.request("GET", "/other/k").text == "0123456789")
            let right = try await store.owner.request(
                "PUT",
                "/other/k",
                headers: [("if-match", tag)],
                body: Array("new".utf8)
            )
            #expect(right.status == 200)
        }
    }

    @Test func `replaces nothing by a body that is not what was signed`() async throws {
        try await ServedStore.with { store in
            let path = "/other/k"
            _ = try await store.owner.request("PUT", path, body: Array("before".utf8))
            let other = S3RequestForger.sha256(Array("other".utf8))
            let wrong = try await store.owner.request("PUT", path, body: Array("after".utf8), payloadHash: other)
            #expect(wrong.s3ErrorCode == "XAmzContentSHA256Mismatch")
            for headers in [
                [("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")], [("content-md5", "nonsense")],
                [("x-amz-checksum-crc32", "AAAAAA==")], [("x-amz-checksum-sha256", "AAAA")],
                [("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-checksum-crc32c", "AAAAAA==")],
                [("x-amz-sdk-checksum-algorithm", "CRC32")], [("x-amz-tagging", "a=1&a=2")],
                [("x-amz-server-side-encryption", "AES256")], [("x-amz-storage-class", "GLACIER")],
                [("x-amz-acl", "public-read")], [("x-amz-meta-big", String(repeating: "x", count: 2049))],
            ] {
                let reply = try await store.owner.request("PUT", path, headers: headers, body: Array("after".utf8))
                #expect((400...501).contains(reply.status), "\(headers)")
            }
            #expect(try await store.owner.request("GET", path).text == "before")
        }
    }

    @Test func `verifies, keeps and shows checksums`() async throws {
        try await ServedStore.with { store in
            let body = Array("hello".utf8)
            for algorithm in ChecksumAlgorithm.allCases {
                var hasher = ChecksumHasher(algorithm)
                hasher.update(body)
                let text = hasher.finish().text
                let path = "/other/\(algorithm.rawValue)"
                let put = try await store.owner.request(
                    "PUT",
                    path,
                    headers: [(algorithm.headerName, text)],
                    body: body
                )
                #expect(put.status == 200, "\(put)")
                #expect(put[algorithm.headerName] == text)
                let get = try await store.owner.request("GET", path, headers: [("x-amz-checksum-mode", "ENABLED")])
                #expect(get[algorithm.headerName] == text)
                #expect(get["x-amz-checksum-type"] == "FULL_OBJECT")
                #expect(try await store.owner.request("GET", path)[algorithm.headerName] == nil)
                let framed = Array("5\r\nhello\r\n0\r\n\(algorithm.headerName):\(text)\r\n\r\n".utf8)
                let trailing = [
                    ("x-amz-trailer", algorithm.headerName), ("x-amz-decoded-content-length", "5"),
                    ("content-encoding", "aws-chunked"), ("x-amz-sdk-checksum-algorithm", algorithm.rawValue),
                ]
                let mode = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
                let streamed = try await store.owner.request(
                    "PUT",
                    "\(path)-t",
                    headers: trailing,
                    body: framed,
                    payloadHash: mode
                )
                #expect(streamed.status == 200, "\(streamed)")
                #expect(streamed[algorithm.headerName] == text)
                let read = try await store.owner.request("GET", "\(path)-t")
                #expect(read.text == "hello")
                #expect(read["content-encoding"] == nil)
                let forged = Array(String(decoding: framed, as: UTF8.self).replacing("hello", with: "jello").utf8)
                let refused = try await store.owner.request(
                    "PUT",
                    "\(path)-t",
                    headers: trailing,
                    body: forged,
                    payloadHash: mode
                )
                #expect(refused.s3ErrorCode == "BadDigest")
                #expect(try await store.owner.request("GET", "\(path)-t").text == "hello")
            }
        }
    }

    @Test func `lists with prefixes, delimiters and pages`() async throws {
        try await ServedStore.with { store in
            for key in ["a", "b/1", "b/2", "b/c/3", "d", "e/"] {
                _ = try await store.owner.request("PUT", "/other/\(key)", body: [])
            }
            func list(_ query: String) async throws -> (keys: [String], prefixes: [String], XMLElement) {
                let reply = try await store.owner.request("GET", "/other", query: query)
                let root = try XMLElement(parsing: reply.body)
                return (
                    root.all("Contents").compactMap { $0["Key"] },
                    root.all("CommonPrefixes").compactMap { $0["Prefix"] }, root
                )
            }
            let all = try await list("list-type=2")
            #expect(all.keys == ["a", "b/1", "b/2", "b/c/3", "d", "e/"])
            let top = try await list("delimiter=%2F&list-type=2")
            #expect(top.keys == ["a", "d"])
            #expect(top.prefixes == ["b/", "e/"])
            let below = try await list("delimiter=%2F&list-type=2&prefix=b%2F")
            #expect(below.keys == ["b/1", "b/2"])
            #expect(below.prefixes == ["b/c/"])
            for version in ["", "list-type=2&"] {
                var names: [String] = []
                var query = "delimiter=%2F&\(version)max-keys=1"
                for _ in 0..<10 {
                    let page = try await list(query)
                    names += page.keys + page.prefixes
                    guard page.2["IsTruncated"] == "true" else { break }
                    let next = try #require(page.2[version.isEmpty ? "NextMarker" : "NextContinuationToken"])
                    let name = version.isEmpty ? "marker" : "continuation-token"
                    let value = PercentEncoding.encode(next)
                    query =
                        version.isEmpty
                        ? "delimiter=%2F&\(name)=\(value)&max-keys=1"
                        : "\(name)=\(value)&delimiter=%2F&\(version)max-keys=1"
                }
                #expect(names == ["a", "b/", "d", "e/"])
            }
            #expect(try await list("list-type=2&max-keys=0").keys.isEmpty)
            #expect(try await list("list-type=2&start-after=b%2F2").keys == ["b/c/3", "d", "e/"])
            let versions = try XMLElement(
                parsing: try await store.owner.request("GET", "/other", query: "versions=").body
            )
            #expect(versions.all("Version").count == 6)
            #expect(versions.all("Version").allSatisfy { $0["VersionId"] == "null" && $0["IsLatest"] == "true" })
            for query in [
                "list-type=3", "max-keys=x", "max-keys=-1", "encoding-type=hex", "continuation-token=&list-type=2",
            ] {
                let reply = try await store.owner.request("GET", "/other", query: query)
                #expect(reply.s3ErrorCode == "InvalidArgument", "\(query)")
            }
        }
    }

    @Test func `joins parts to an object`() async throws {
        var storage = StorageOptions()
        storage.partSizeMinimum = 10
        try await ServedStore.with(storage: storage) { store in
            let path = "/ocp-registry/big"
            let begun = try await store.user.request("POST", path, query: "uploads=", body: [])
            #expect(begun.status == 200, "\(begun)")
            let id = try #require(try XMLElement(parsing: begun.body)["UploadId"])
            var tags: [String] = []
            for (index, text) in ["0123456789", "abcdefghij", "end"].enumerated() {
                let part = try await store.user.request(
                    "PUT",
                    path,
                    query: "partNumber=\(index + 1)&uploadId=\(id)",
                    body: Array(text.utf8)
                )
                #expect(part.status == 200, "\(part)")
                tags.append(try #require(part["etag"]))
            }
            let list = try XMLElement(
                parsing: try await store.user.request("GET", path, query: "uploadId=\(id)").body
            )
            #expect(list.all("Part").map { $0["Size"] } == ["10", "10", "3"])
            let uploads = try XMLElement(
                parsing: try await store.user.request("GET", "/ocp-registry", query: "prefix=big&uploads=").body
            )
            #expect(uploads.all("Upload").map { $0["UploadId"] } == [id])
            #expect(try await store.owner.request("DELETE", "/ocp-registry").s3ErrorCode == "BucketNotEmpty")
            func complete(_ parts: [(Int, String)]) async throws -> HTTPReply {
                let text = parts.map { "<Part><PartNumber>\($0.0)</PartNumber><ETag>\($0.1)</ETag></Part>" }.joined()
                let body = Array("<CompleteMultipartUpload>\(text)</CompleteMultipartUpload>".utf8)
                return try await store.user.request("POST", path, query: "uploadId=\(id)", body: body)
            }
            #expect(try await complete([(1, tags[1])]).s3ErrorCode == "InvalidPart")
            #expect(try await complete([(2, tags[1]), (1, tags[0])]).s3ErrorCode == "InvalidPartOrder")
            #expect(try await complete([(3, tags[2]), (4, tags[0])]).s3ErrorCode == "InvalidPart")
            #expect(try await complete([]).s3ErrorCode == "MalformedXML")
            #expect(try await store.user.request("GET", path).status == 404)
            let done = try await complete([(1, tags[0]), (2, tags[1]), (3, tags[2])])
            #expect(done.status == 200, "\(done)")
            let again = try await complete([(1, tags[0]), (2, tags[1]), (3, tags[2])])
            #expect(again.status == 200, "\(again)")
            let get = try await store.user.request("GET", path)
            #expect(get.text == "0123456789abcdefghijend")
            #expect(get["etag"]?.hasSuffix("-3\"") == true)
            let second = try await store.user.request("GET", path, query: "partNumber=2")
            #expect(second.status == 206)
            #expect(second.text == "abcdefghij")
            #expect(second["x-amz-mp-parts-count"] == "3")
            let copied = try await store.user.request(
                "PUT",
                "/ocp-registry/copy",
                headers: [("x-amz-copy-source", "/ocp-registry/big")]
            )
            #expect(copied.status == 200, "\(copied)")
            #expect(try await store.user.request("GET", "/ocp-registry/copy").text == "0123456789abcdefghijend")
            let selfCopy = try await store.user.request(
                "PUT",
                path,
                headers: [("x-amz-copy-source", "ocp-registry/big")]
            )
            #expect(selfCopy.s3ErrorCode == "InvalidRequest")
        }
    }

    @Test func `deletes many keys, each judged for itself`() async throws {
        let limited = Credentials(accessKey: "limited", secretKey: "limited-secret")
        let policy = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:DeleteObject",
             "Resource":"arn:aws:s3:::other/mine/*"}}
            """
        try await ServedStore.with(users: [(limited, policy)]) { store in
            for key in ["mine/1", "mine/2", "theirs/1"] {
                _ = try await store.owner.request("PUT", "/other/\(key)", body: [])
            }
            let objects = ["mine/1", "mine/2", "theirs/1", "mine/none"].map { "<Object><Key>\($0)</Key></Object>" }
            let body = Array("<Delete>\(objects.joined())</Delete>".utf8)
            let client = store.signed(by: limited)
            #expect(try await client.request("POST", "/other", query: "delete=", body: body).status == 400)
            let reply = try await client.request(
                "POST",
                "/other",
                query: "delete=",
                headers: [("content-md5", S3RequestForger.md5(body))],
                body: body
            )
            let root = try XMLElement(parsing: reply.body)
            #expect(root.all("Deleted").compactMap { $0["Key"] } == ["mine/1", "mine/2", "mine/none"])
            #expect(root.all("Error").map { $0["Code"] } == ["AccessDenied"])
            let left = try XMLElement(parsing: try await store.owner.request("GET", "/other").body)
            #expect(left.all("Contents").map { $0["Key"] } == ["theirs/1"])
        }
    }

    @Test func `keeps tags`() async throws {
        try await ServedStore.with { store in
            _ = try await store.owner.request(
                "PUT",
                "/other/k",
                headers: [("x-amz-tagging", "team=a%20b&x=")],
                body: []
            )
            let first = try XMLElement(
                parsing: try await store.owner.request("GET", "/other/k", query: "tagging=").body
            )
            #expect(first.only("TagSet")?.all("Tag").map { $0["Value"] } == ["a b", ""])
            #expect(try await store.owner.request("GET", "/other/k")["x-amz-tagging-count"] == "2")
            let body = Array("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>".utf8)
            let put = try await store.owner.request("PUT", "/other/k", query: "tagging=", body: body)
            #expect(put.status == 200, "\(put)")
            #expect(try await store.owner.request("DELETE", "/other/k", query: "tagging=").status == 204)
        }
    }
}
