import BerthTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A presigned URL` {
    @Test(.enabled(if: Boto3.isExpected))
    func `made by boto3 works for whoever has it, until it ends`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            let result = try await Boto3(in: fixture, server: server).run(
                """
                s3 = connect(signature_version='s3v4')
                for key in ('plain', 'with é + % &'):
                    print(s3.generate_presigned_url('put_object', Params={'Bucket': 'box', 'Key': key}))
                    print(s3.generate_presigned_url('get_object', Params={'Bucket': 'box', 'Key': key, 'ResponseContentType': 'text/own', 'ResponseContentDisposition': 'attachment'}))
                """
            )
            let curl = try fixture.client("curl")
            let urls = result.output.split(separator: "\n").map(String.init)
            #expect(urls.count == 4)
            for index in [0, 2] {
                try await curl.run(["-sSf", "-X", "PUT", "--data-binary", "content", urls[index]]).check()
                let got = try await curl.run(["-sSf", "-i", urls[index + 1]]).check()
                #expect(got.output.hasSuffix("content"))
                #expect(got.output.lowercased().contains("content-type: text/own"))
                #expect(got.output.lowercased().contains("content-disposition: attachment"))
                let wrongMethod = try await curl.run([
                    "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", urls[index + 1],
                ])
                #expect(wrongMethod.output == "403")
            }
        }
    }

    @Test
    func `is refused when it is expired, early, too long, altered or signed twice`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            let (http, forger) = (server.http, server.s3.forger)
            #expect(try await server.s3.request("PUT", "/box/key", body: [1, 2, 3]).status == 200)
            func get(_ target: String, _ headers: [(String, String)] = []) async throws -> Int {
                try await http.request("GET", target, headers: headers).status
            }
            #expect(try await get(forger.presigned("GET", "/box/key", host: http.authority)) == 200)
            var late = forger
            late.date = Date(timeIntervalSinceNow: -700)
            #expect(try await get(late.presigned("GET", "/box/key", host: http.authority)) == 403)
            var early = forger
            early.date = Date(timeIntervalSinceNow: 3600)
            #expect(try await get(early.presigned("GET", "/box/key", host: http.authority)) == 403)
            for expires in [0, -1, 604_801, Int.max] {
                let status = try await get(
                    forger.presigned("GET", "/box/key", host: http.authority, expires: expires)
                )
                #expect(status == 400 || status == 403, "\(expires)")
            }
            let good = forger.presigned("GET", "/box/key", host: http.authority)
            for bad in [
                good.replacing("/box/key", with: "/box/other"), good + "&response-content-type=text/html",
                good.replacing("X-Amz-Expires=600", with: "X-Amz-Expires=601"), good + "&X-Amz-Expires=600",
                String(good.dropLast()) + (good.hasSuffix("0") ? "1" : "0"),
                good.replacing("X-Amz-Signature", with: "X-Amz-Nothing"), good + "&acl",
            ] {
                let status = try await get(bad)
                #expect([400, 403].contains(status), "\(bad)")
            }
            #expect(try await http.request("PUT", good, body: [9]).status == 403)
            let header = forger.headers(
                "GET",
                "/box/key",
                host: http.authority,
                payloadHash: S3RequestForger.sha256([])
            )
            #expect(try await get(good, header) == 400)
        }
    }
}
