import FoundationEssentials
import S3
import Testing

/// The examples that AWS publishes with SigV4 for S3.
@Suite struct `A request signer` {
    static let credentials = Credentials(
        accessKey: "AKIAIOSFODNN7EXAMPLE",
        secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    )
    static let time = SigningTime("20130524T000000Z")
    static let signer = RequestSigner(credentials: credentials, region: "us-east-1")

    private func signature(
        _ method: String,
        _ path: String,
        query: [(name: String, value: String?)] = [],
        headers: [(name: String, value: String)] = [],
        payload: PayloadMode = .empty
    ) throws -> String {
        let time = try #require(Self.time)
        let signed = Self.signer.sign(
            method: method,
            path: path,
            query: query,
            headers: headers + [(name: "Host", value: "examplebucket.s3.amazonaws.com")],
            payload: payload,
            date: time.date
        )
        let authorization = try #require(signed.headers.first { $0.name == "authorization" })
        return String(authorization.value.suffix(64))
    }

    @Test func `signs a GET with a range`() throws {
        #expect(
            try signature("GET", "/test.txt", headers: [(name: "Range", value: "bytes=0-9")])
                == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        )
    }

    @Test func `signs a PUT with a hash of its body`() throws {
        let headers = [
            (name: "Date", value: "Fri, 24 May 2013 00:00:00 GMT"),
            (name: "x-amz-storage-class", value: "REDUCED_REDUNDANCY"),
        ]
        let payload = PayloadMode.hash("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
        #expect(
            try signature("PUT", "/test%24file.text", headers: headers, payload: payload)
                == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        )
        #expect(
            try signature("PUT", "/test$file.text", headers: headers, payload: payload)
                == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        )
    }

    @Test func `signs a query without values and one with`() throws {
        #expect(
            try signature("GET", "/", query: [("lifecycle", nil)])
                == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        )
        #expect(
            try signature("GET", "/", query: [("prefix", "J"), ("max-keys", "2")])
                == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        )
    }

    @Test func `signs a URL`() throws {
        let time = try #require(Self.time)
        let query = Self.signer.presign(
            method: "GET",
            path: "/test.txt",
            headers: [(name: "host", value: "examplebucket.s3.amazonaws.com")],
            expires: 86_400,
            date: time.date
        )
        #expect(query.hasSuffix("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"))
        #expect(query.contains("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"))
    }

    @Test func `shows no secret when printed`() {
        var text = ""
        dump(Self.credentials, to: &text)
        #expect(!text.contains("wJalr"))
        #expect(!"\(Self.credentials)".contains("wJalr"))
    }
}
