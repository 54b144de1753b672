import S3
import S3Client
import Testing

@Suite struct `An S3 endpoint` {
    @Test func `reads scheme, host and port`() throws {
        let endpoint = try #require(S3Endpoint("http://[::1]:9000/", region: "local"))
        #expect(endpoint.host == "::1")
        #expect(endpoint.port == 9000)
        #expect(!endpoint.isSecure)
        #expect(endpoint.isLoopback)
    }

    @Test func `means https when it says nothing`() throws {
        let endpoint = try #require(S3Endpoint("minio.example:9000", region: "local"))
        #expect(endpoint.isSecure)
        #expect(!endpoint.isLoopback)
    }

    @Test(arguments: [
        "", "ftp://host", "http://", "http://host/path", "http://host:0", "http://host:x", "http://a@b", "http://[::1",
    ])
    func `refuses what is none`(_ text: String) {
        #expect(S3Endpoint(text, region: "local") == nil)
    }
}
