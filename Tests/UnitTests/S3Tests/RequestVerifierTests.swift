import BerthTesting
import FoundationEssentials
import S3
import Testing

@Suite struct `A request verifier` {
    private static let now = SigningTime("20261122T120000Z")
    private static let credentials = `A request signer`.credentials
    private static let host: [(name: String, value: String)] = [(name: "host", value: "127.0.0.1:9000")]

    private func verify(
        _ request: UnverifiedRequest,
        after seconds: Double = 0
    ) throws -> VerifiedSignature {
        let now = try #require(Self.now).date.addingTimeInterval(seconds)
        return try RequestVerifier().verify(request, now: now) { accessKey in
            accessKey == Self.credentials.accessKey ? Self.credentials.secretKey : nil
        }
    }

    private func signed(
        _ method: String = "GET",
        _ path: String = "/bucket/key",
        query: [(name: String, value: String?)] = [],
        headers: [(name: String, value: String)] = host,
        payload: PayloadMode = .empty,
        region: String = "us-east-1",
        service: String = "s3",
        credentials: Credentials = credentials
    ) throws -> UnverifiedRequest {
        let signer = RequestSigner(credentials: credentials, region: region, service: service)
        let date = try #require(Self.now).date
        let signature = signer.sign(
            method: method,
            path: path,
            query: query,
            headers: headers,
            payload: payload,
            date: date
        )
        return UnverifiedRequest(method: method, path: path, query: query, headers: headers + signature.headers)
    }

    private func presigned(
        _ method: String = "GET",
        path: String = "/bucket/key",
        expires: Int = 60,
        headers: [(name: String, value: String)] = host
    ) throws -> UnverifiedRequest {
        let signer = RequestSigner(credentials: Self.credentials, region: "us-east-1")
        let date = try #require(Self.now).date
        let query = signer.presign(method: method, path: path, headers: headers, expires: expires, date: date)
        return UnverifiedRequest(method: method, path: path, query: Self.parse(query), headers: headers)
    }

    private static func parse(_ query: String) -> [(name: String, value: String?)] {
        query.split(separator: "&").map { pair in
            let pieces = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (name: pieces[0], value: pieces.count == 2 ? pieces[1] : nil)
        }
    }

    private func changed(
        _ request: UnverifiedRequest,
        method: String? = nil,
        path: String? = nil,
        query: ((String, String?) -> (name: String, value: String?)?)? = nil,
        addingQuery: [(name: String, value: String?)] = [],
        headers: ((String, String) -> (name: String, value: String)?)? = nil,
        adding: [(name: String, value: String)] = []
    ) -> UnverifiedRequest {
        UnverifiedRequest(
            method: method ?? request.method,
            path: path ?? request.path,
            query: (query.map { change in request.query.compactMap { change($0.name, $0.value) } } ?? request.query)
                + addingQuery,
            headers: (headers.map { change in request.headers.compactMap { change($0.name, $0.value) } }
                ?? request.headers) + adding
        )
    }

    private func code(_ request: UnverifiedRequest, after seconds: Double = 0) throws -> S3ErrorCode? {
        do {
            _ = try verify(request, after: seconds)
            return nil
        } catch let error as S3Error {
            return error.code
        }
    }

    @Test(arguments: ["us-east-1", "", "eu-west-1", "default"])
    func `takes what is signed, in any region`(region: String) throws {
        let request = try signed(query: [("prefix", "a%20b"), ("uploads", nil)], region: region)
        let signature = try verify(request)
        #expect(signature.accessKey == Self.credentials.accessKey)
        #expect(signature.scope.region == region)
        #expect(signature.payload == .empty)
        #expect(!signature.isPresigned)
    }

    @Test(arguments: [
        "/b/a//b", "/b//a", "/b/a/./b", "/b/a/../b", "/b/a%2Fb", "/b/a%252Fb", "/b/caf%C3%A9", "/b/a+b", "/b/a=b@c:d,e",
        "/b/(x)!*'", "/b/a%2fb",
    ])
    func `takes awkward paths as they are`(path: String) throws {
        #expect(try verify(signed("GET", path)).accessKey == Self.credentials.accessKey)
    }

    @Test func `tells no path from another by normalising it`() throws {
        let request = try signed("GET", "/b/a/b")
        for path in ["/b/a//b", "/b/a/./b", "/b/a/x/../b", "/b//a/b", "/b/a/b/", "/b/a%252Fb"] {
            #expect(try code(changed(request, path: path)) == .signatureDoesNotMatch)
        }
    }

    @Test func `refuses a change of anything that is signed`() throws {
        let headers = Self.host + [(name: "x-amz-meta-a", value: "1"), (name: "content-type", value: "a/b")]
        let request = try signed("PUT", query: [("partNumber", "1")], headers: headers)
        #expect(try code(request) == nil)
        #expect(try code(changed(request, method: "DELETE")) == .signatureDoesNotMatch)
        #expect(try code(changed(request, path: "/bucket/other")) == .signatureDoesNotMatch)
        #expect(try code(changed(request, addingQuery: [("acl", nil)])) == .signatureDoesNotMatch)
        #expect(try code(changed(request, query: { _, _ in nil })) == .signatureDoesNotMatch)
        for name in ["x-amz-meta-a", "content-type", "host", "x-amz-content-sha256"] {
            let other = changed(
                request,
                headers: { $0 == name ? (name: $0, value: "UNSIGNED-PAYLOAD") : (name: $0, value: $1) }
            )
            #expect(try code(other) == .signatureDoesNotMatch)
        }
    }

    @Test func `refuses an unsigned header of the protocol`() throws {
        for name in ["x-amz-acl", "x-amz-copy-source", "x-amz-meta-b", "x-amz-tagging"] {
            let request = changed(try signed("PUT"), adding: [(name: name, value: "private")])
            #expect(try code(request) == .accessDenied)
            let url = changed(try presigned("PUT"), adding: [(name: name, value: "private")])
            #expect(try code(url) == .accessDenied)
        }
    }

    @Test func `refuses an unsigned host`() throws {
        let request = try signed(headers: [])
        #expect(try code(changed(request, adding: Self.host)) == .accessDenied)
        #expect(try code(presigned(headers: [])) == .authorizationQueryParametersError)
    }

    @Test func `refuses what is given twice`() throws {
        for name in ["authorization", "x-amz-date", "x-amz-content-sha256", "host"] {
            let request = try signed()
            let field = try #require(request.headers.first { $0.name == name })
            #expect(try code(changed(request, adding: [field])) != nil)
        }
        let url = try presigned()
        for parameter in url.query {
            #expect(try code(changed(url, addingQuery: [parameter])) != nil)
        }
    }

    @Test func `refuses a signature in two places`() throws {
        let request = try signed()
        let url = try presigned()
        #expect(try code(changed(request, addingQuery: url.query)) == .invalidArgument)
        for parameter in url.query {
            #expect(try code(changed(request, addingQuery: [parameter])) == .invalidArgument)
        }
    }

    @Test(arguments: [
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "UNSIGNED-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    ])
    func `takes no identity without a signature, whatever the payload`(mode: String) throws {
        let headers =
            Self.host + [(name: "x-amz-content-sha256", value: mode), (name: "x-amz-date", value: "20261122T120000Z")]
        let credential = "AKIAIOSFODNN7EXAMPLE%2F20261122%2Fus-east-1%2Fs3%2Faws4_request"
        for query: [(name: String, value: String?)] in [
            [], [("X-Amz-Credential", credential)], [("x-amz-credential", credential)],
            [("X-Amz-Credential", credential), ("X-Amz-Algorithm", "AWS4-HMAC-SHA256")],
        ] {
            let request = UnverifiedRequest(method: "PUT", path: "/bucket/key", query: query, headers: headers)
            #expect(try code(request) != nil)
        }
        let request = try signed("PUT", payload: #require(PayloadMode(mode)))
        #expect(try verify(request).payload.text == mode)
        let forged = changed(
            request,
            headers: { name, value in
                (
                    name: name,
                    value: name == "authorization" ? value.dropLast(64) + String(repeating: "0", count: 64) : value
                )
            }
        )
        #expect(try code(forged) == .signatureDoesNotMatch)
    }

    @Test func `refuses another key, another service and another day`() throws {
        let stranger = Credentials(accessKey: "stranger", secretKey: "secret")
        #expect(try code(signed(credentials: stranger)) == .invalidAccessKeyId)
        let wrong = Credentials(accessKey: Self.credentials.accessKey, secretKey: "wrong")
        #expect(try code(signed(credentials: wrong)) == .signatureDoesNotMatch)
        #expect(try code(signed(service: "iam")) == .authorizationHeaderMalformed)
        let otherDay = changed(
            try signed(),
            headers: { (name: $0, value: $0 == "authorization" ? $1.replacing("20261122", with: "20261121") : $1) }
        )
        #expect(try code(otherDay) == .authorizationHeaderMalformed)
    }

    @Test(arguments: [(-901.0, true), (-899, false), (899, false), (901, true), (86_400, true)])
    func `allows a clock a quarter of an hour`(seconds: Double, isRefused: Bool) throws {
        #expect(try code(signed(), after: seconds) == (isRefused ? .requestTimeTooSkewed : nil))
    }

    @Test func `takes a URL for its time only`() throws {
        #expect(try verify(presigned()).isPresigned)
        #expect(try verify(presigned()).payload == .unsigned)
        #expect(try code(presigned(expires: 60), after: 60) == nil)
        #expect(try code(presigned(expires: 60), after: 61) == .accessDenied)
        #expect(try code(presigned(), after: -3600) == .accessDenied)
        #expect(try code(presigned(expires: 604_800), after: 604_799) == nil)
        for expires in [0, -1, 604_801, Int.max] {
            #expect(try code(presigned(expires: expires)) == .authorizationQueryParametersError)
        }
    }

    @Test func `takes a URL for what it was made`() throws {
        let url = try presigned()
        #expect(try code(changed(url, method: "PUT")) == .signatureDoesNotMatch)
        #expect(try code(changed(url, path: "/bucket/other")) == .signatureDoesNotMatch)
        #expect(try code(changed(url, addingQuery: [("versionId", "x")])) == .signatureDoesNotMatch)
        #expect(
            try code(changed(url, addingQuery: [("response-content-type", "text%2Fhtml")])) == .signatureDoesNotMatch
        )
    }

    @Test(arguments: [
        "", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS AKIA:abc=", "Basic abc", "Bearer x",
        "AWS4-HMAC-SHA256 Credential=a",
        "AWS4-HMAC-SHA256 Credential=a/20261122/r/s3/aws4_request,SignedHeaders=host,Signature=zz",
        "AWS4-HMAC-SHA256 Credential=//20261122/r/s3/aws4_request,SignedHeaders=,Signature=00",
        "AWS4-HMAC-SHA256 Credential=a,Credential=b,SignedHeaders=host,Signature=00", "AWS4-HMAC-SHA256 ,,,=,=,=",
        "AWS4-HMAC-SHA256 Credential=/////,SignedHeaders=;;;,Signature=",
    ])
    func `refuses a malformed header`(authorization: String) throws {
        let request = changed(
            try signed(),
            headers: { (name: $0, value: $0 == "authorization" ? authorization : $1) }
        )
        #expect(try code(request) != nil)
    }

    @Test func `knows one spelling of a signature`() throws {
        let request = changed(
            try signed(),
            headers: { name, value in
                guard name == "authorization", let equals = value.lastIndex(of: "=") else { return (name, value) }
                return (name, value[...equals] + value[equals...].dropFirst().uppercased())
            }
        )
        #expect(try code(request) == .authorizationHeaderMalformed)
    }

    @Test(arguments: ["/bucket/%", "/bucket/%zz", "/bucket/k%2"])
    func `calls a malformed escape one`(path: String) throws {
        #expect(try code(changed(try signed(), path: path)) == .invalidURI)
    }

    @Test func `refuses random bytes without a trap`() throws {
        var random = SeededGenerator(seed: 1)
        let request = try signed()
        let url = try presigned()
        for _ in 0..<2000 {
            let other = changed(
                request,
                headers: { name, value in
                    guard name == "authorization" else { return (name: name, value: value) }
                    var bytes = Array(value.utf8)
                    for _ in 0..<3 {
                        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
                    }
                    return (name: name, value: String(decoding: bytes, as: UTF8.self))
                }
            )
            if other.headers.last?.value != request.headers.last?.value { _ = try code(other) }
            let victim = Int(random.next() % UInt64(url.query.count))
            let broken = UnverifiedRequest(
                method: url.method,
                path: url.path,
                query: url.query.enumerated().map { index, parameter in
                    index == victim
                        ? (name: parameter.name, value: String((parameter.value ?? "").shuffled(using: &random)))
                        : parameter
                },
                headers: url.headers
            )
            if broken.query[victim].value != url.query[victim].value { #expect(try code(broken) != nil) }
        }
    }
}
