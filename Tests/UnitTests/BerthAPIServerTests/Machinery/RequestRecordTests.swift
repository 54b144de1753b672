import Testing

@testable import BerthAPIServer

@Suite struct `A request that is written down` {
    @Test(
        arguments: [
            ("/api/v1/pods?access_token=sha256~abc", "/api/v1/pods?access_token=-"),
            ("/a?limit=1&Token=abc&x=y", "/a?limit=1&Token=-&x=y"),
            ("/a?access%5Ftoken=abc", "/a?access%5Ftoken=-"),
            ("/a?%zz=abc", "/a?%zz=-"),
            ("/a?watch&labelSelector=a%3Db&", "/a?watch&labelSelector=a%3Db&"),
            ("/a?", "/a?"),
            ("/token=1", "/token=1"),
        ]
    )
    func `shows no secret of its query`(_ target: String, _ shown: String) {
        #expect(RequestRecord.withoutSecrets(target) == shown)
    }
}
