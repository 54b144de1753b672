import BerthTesting
import Foundation
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `Access to an object store` {
    private static func policy(_ statements: String...) -> String {
        "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
    }

    private static func allow(_ actions: String..., on resources: String..., condition: String? = nil) -> String {
        let actions = actions.map { "\"s3:\($0)\"" }.joined(separator: ",")
        let resources = resources.map { "\"arn:aws:s3:::\($0)\"" }.joined(separator: ",")
        let condition = condition.map { ",\"Condition\":\($0)" } ?? ""
        return "{\"Effect\":\"Allow\",\"Action\":[\(actions)],\"Resource\":[\(resources)]\(condition)}"
    }

    @Test func `is for nobody without a signature`() async throws {
        try await ServedStore.with { store in
            for (method, target) in [
                ("GET", "/"), ("GET", "/ocp-registry"), ("PUT", "/ocp-registry/k"), ("GET", "/nothing-here"),
                ("POST", "/ocp-registry?delete"), ("GET", "/minio/admin/v3/info"),
                ("POST", "/minio/bootstrap/v1/verify"),
                ("GET", "/ocp-registry?X-Amz-Credential=root-access-key%2F20261122%2Fus-east-1%2Fs3%2Faws4_request"),
            ] {
                let reply = try await store.http.request(method, target, body: [])
                #expect(reply.status == 403 || reply.status == 400, "\(method) \(target): \(reply)")
                #expect(reply.text.contains("<RequestId>"))
            }
            for path in ["/minio/health/live", "/minio/health/ready", "/minio/health/cluster", "/healthz", "/readyz"] {
                #expect(try await store.http.request("GET", path).status == 200)
            }
            #expect(try await store.http.request("GET", "/metrics").text.contains("http_requests"))
        }
    }

    @Test func `tells a key that is missing only to who may list`() async throws {
        let reader = Credentials(accessKey: "reader", secretKey: "reader-secret")
        try await ServedStore.with(users: [(reader, Self.policy(Self.allow("GetObject", on: "other/*")))]) { store in
            let client = store.signed(by: reader)
            for method in ["GET", "HEAD"] {
                let blind = try await client.request(method, "/other/none").status
                let seeing = try await store.user.request(method, "/ocp-registry/none").status
                let stranger = try await store.user.request(method, "/other/none").status
                let nowhere = try await store.user.request(method, "/no-such-bucket/none").status
                let statuses: [Int] = [blind, seeing, stranger, nowhere]
                let expected: [Int] = [403, 404, 403, 403]
                #expect(statuses.elementsEqual(expected))
            }
        }
    }

    @Test func `shows the buckets that one may see`() async throws {
        let nobody = Credentials(accessKey: "nobody", secretKey: "nobody-secret")
        try await ServedStore.with(users: [(nobody, Self.policy(Self.allow("GetObject", on: "other/*")))]) { store in
            #expect(try await store.owner.request("GET", "/").text.contains("<Name>other</Name>"))
            let mine = try await store.user.request("GET", "/").text
            #expect(mine.contains("<Name>ocp-registry</Name>"))
            #expect(!mine.contains("<Name>other</Name>"))
            #expect(try await store.signed(by: nobody).request("GET", "/").status == 403)
        }
    }

    @Test func `asks for the source of a copy too`() async throws {
        try await ServedStore.with { store in
            _ = try await store.owner.request("PUT", "/other/secret", body: Array("secret".utf8))
            let source = [("x-amz-copy-source", "/other/secret")]
            #expect(try await store.user.request("PUT", "/ocp-registry/k", headers: source).status == 403)
            let begun = try await store.user.request("POST", "/ocp-registry/k", query: "uploads=", body: [])
            let id = try #require(try XMLElement(parsing: begun.body)["UploadId"])
            let part = try await store.user.request(
                "PUT",
                "/ocp-registry/k",
                query: "partNumber=1&uploadId=\(id)",
                headers: source
            )
            #expect(part.status == 403)
            #expect(
                try await store.owner.request("GET", "/other/k", query: "uploadId=\(id)").s3ErrorCode == "NoSuchUpload"
            )
        }
    }

    @Test func `binds an upload to who began it`() async throws {
        let second = Credentials(accessKey: "second", secretKey: "second-secret")
        try await ServedStore.with(users: [(second, ServedStore.registryPolicy)]) { store in
            let begun = try await store.user.request("POST", "/ocp-registry/k", query: "uploads=", body: [])
            let id = try #require(try XMLElement(parsing: begun.body)["UploadId"])
            let other = store.signed(by: second)
            let part = try await other.request(
                "PUT",
                "/ocp-registry/k",
                query: "partNumber=1&uploadId=\(id)",
                body: Array("x".utf8)
            )
            #expect(part.s3ErrorCode == "NoSuchUpload")
            #expect(
                try await other.request("DELETE", "/ocp-registry/k", query: "uploadId=\(id)").s3ErrorCode
                    == "NoSuchUpload"
            )
            #expect(try await store.owner.request("DELETE", "/ocp-registry/k", query: "uploadId=\(id)").status == 204)
        }
    }

    @Test func `knows the address from the socket only`() async throws {
        let guest = Credentials(accessKey: "guest", secretKey: "guest-secret")
        let statement = Self.allow(
            "GetObject",
            on: "other/*",
            condition: #"{"IpAddress":{"aws:SourceIp":"10.9.9.9"}}"#
        )
        let local = Credentials(accessKey: "local", secretKey: "local-secret")
        let loopback = Self.allow(
            "GetObject",
            on: "other/*",
            condition: #"{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}"#
        )
        try await ServedStore.with(users: [(guest, Self.policy(statement)), (local, Self.policy(loopback))]) { store in
            _ = try await store.owner.request("PUT", "/other/k", body: [])
            let client = store.signed(by: guest)
            let forwarded = [
                ("X-Forwarded-For", "10.9.9.9"), ("X-Real-IP", "10.9.9.9"), ("Forwarded", "for=10.9.9.9"),
                ("aws:SourceIp", "10.9.9.9"),
            ].filter { !$0.0.contains(":") }
            #expect(try await client.request("GET", "/other/k", unsigned: forwarded).status == 403)
            for query in ["SourceIp=10.9.9.9", "aws%3ASourceIp=10.9.9.9"] {
                #expect(try await client.request("GET", "/other/k", query: query).status == 403)
            }
            #expect(try await store.signed(by: local).request("GET", "/other/k").status == 200)
        }
    }

    @Test func `judges prefixes and tags`() async throws {
        let user = Credentials(accessKey: "ann", secretKey: "ann-secret")
        let policy = Self.policy(
            Self.allow("ListBucket", on: "other", condition: #"{"StringLike":{"s3:prefix":"home/${aws:username}/*"}}"#),
            Self.allow("GetObject", on: "other/*", condition: #"{"StringEquals":{"s3:ExistingObjectTag/team":"x"}}"#),
            Self.allow("PutObject", "GetObject", on: "other/home/${aws:username}/*")
        )
        try await ServedStore.with(users: [(user, policy)]) { store in
            let client = store.signed(by: user)
            #expect(try await client.request("GET", "/other", query: "prefix=home%2Fann%2F").status == 200)
            #expect(try await client.request("GET", "/other", query: "prefix=home%2Fbob%2F").status == 403)
            #expect(try await client.request("GET", "/other").status == 403)
            #expect(try await client.request("PUT", "/other/home/ann/a", body: []).status == 200)
            #expect(try await client.request("PUT", "/other/home/ann%2F..%2Fbob/a", body: []).status == 200)
            #expect(try await client.request("PUT", "/other/home/bob/a", body: []).status == 403)
            #expect(try await client.request("PUT", "/other/home//ann/a", body: []).status == 403)
            _ = try await store.owner.request("PUT", "/other/tagged", headers: [("x-amz-tagging", "team=x")], body: [])
            _ = try await store.owner.request("PUT", "/other/plain", headers: [("x-amz-tagging", "team=y")], body: [])
            #expect(try await client.request("GET", "/other/tagged").status == 200)
            #expect(try await client.request("GET", "/other/plain").status == 403)
        }
    }

    @Test func `by URL lasts as long as it says`() async throws {
        try await ServedStore.with { store in
            _ = try await store.user.request("PUT", "/ocp-registry/k", body: Array("x".utf8))
            let signer = RequestSigner(credentials: ServedStore.registry, region: "us-east-1")
            func get(
                _ query: [(name: String, value: String?)] = [],
                age: Double = 0,
                expires: Int = 3600
            ) async throws -> HTTPReply {
                let host = [(name: "host", value: store.http.authority)]
                let text = signer.presign(
                    method: "GET",
                    path: "/ocp-registry/k",
                    query: query,
                    headers: host,
                    expires: expires,
                    date: Date().addingTimeInterval(-age)
                )
                return try await store.http.request("GET", "/ocp-registry/k?\(text)")
            }
            #expect(try await get().text == "x")
            let html = try await get([("response-content-type", "text%2Fhtml")])
            #expect(html["content-type"] == "text/html")
            #expect(html["x-content-type-options"] == "nosniff")
            #expect(try await get(age: 7200).text.contains("Request has expired"))
            #expect(try await get(age: -7200).status == 403)
            #expect(try await get(expires: 0).status == 400)
            let split = try await get([("response-content-type", "a%0D%0AX-Evil:%201")])
            #expect(split.status == 400)
        }
    }

    @Test func `to a bucket by its host name`() async throws {
        try await ServedStore.with(domains: ["s3.test"]) { store in
            var client = store.owner
            client.http.headers = [("Host", "other.s3.test")]
            let headers = client.forger.headers(
                "PUT",
                "/healthz",
                query: "",
                host: "other.s3.test",
                headers: [],
                payloadHash: S3RequestForger.sha256([1])
            )
            let put = try await store.http.request(
                "PUT",
                "/healthz",
                headers: headers
                    + [("Host", "other.s3.test")].filter { _ in !headers.contains { $0.0.lowercased() == "host" } },
                body: [1]
            )
            #expect(put.status == 200, "\(put)")
            #expect(try await store.owner.request("GET", "/other/healthz").body == [1])
        }
    }
}
