import BerthTesting
import Foundation
import Kubernetes
import Testing

/// What hostile and clumsy clients send.
@Suite(.timeLimit(.minutes(10)))
struct `The API server's limits` {
    private static let path = "/api/v1/namespaces/default/configmaps"

    @Test
    func `refuse bodies that are too large, too deep or no JSON, with a Status`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let large = #"{"metadata":{"name":"l"},"data":{"k":"\#(String(repeating: "x", count: 4 << 20))"}}"#
            let deep =
                #"{"metadata":{"name":"d"},"x":"# + String(repeating: "[", count: 100_000)
                + String(repeating: "]", count: 100_000) + "}"
            for (what, body, statuses) in [
                ("large", large, [413]), ("deep", deep, [400, 413, 422]), ("cut", #"{"metadata":"#, [400]),
                ("empty", "", [400]), ("array", "[]", [400]), ("null", "null", [400]),
                ("name", #"{"metadata":{"name":7}}"#, [400, 422]),
                ("kind", #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"k"}}"#, [400]),
                ("namespace", #"{"metadata":{"name":"k","namespace":"other"}}"#, [400]),
            ] {
                let reply = try await cluster.admin.send("POST", Self.path, body)
                #expect(statuses.contains(reply.status), "\(what): \(reply)")
                #expect(reply.json.kind == "Status", "\(what): \(reply)")
            }
            let type = try await cluster.admin.send("POST", Self.path, "x", type: "text/plain")
            #expect(type.status == 415, "\(type)")
            for body in [[0x6B, 0x38, 0x73, 0], [0x6B, 0x38, 0x73, 0, 0xFF, 0xFF, 0xFF], Array("k8s".utf8)] as [[UInt8]]
            {
                let reply = try await cluster.admin.protobuf(Self.path, body)
                #expect(reply.status == 400, "\(reply)")
            }
            for query in [
                "?limit=x", "?continue=x", "?labelSelector=%3D%3D%3D", "?fieldSelector=a",
                "?resourceVersion=-5",
            ] {
                let reply = try await cluster.admin.get(Self.path + query)
                #expect(reply.status == 400 || reply.status == 410, "\(query): \(reply)")
            }
            for path in ["/api/v1/namespaces/..%2f..", "/api/v1/namespaces/a%00b"] {
                let reply = try await cluster.admin.get(path)
                #expect((400..<500).contains(reply.status), "\(path): \(reply)")
            }
            let header = try await cluster.admin.request(
                "GET",
                Self.path,
                headers: [("X-Long", String(repeating: "x", count: 1 << 20))]
            )
            #expect(header.status == 431, "\(header)")
            #expect(try await cluster.admin.get(Self.path).status == 200)
        }
    }

    @Test
    func `cut slow clients and keep serving`() async throws {
        try await BerthFixture.with { fixture in
            // without TLS, so that bytes can be dripped by hand
            let (_, http) = try await fixture.startBerth(
                ["api-server", "\(fixture.directory)/api", "--port", "0"],
                "api-server"
            )
            let cut = try await http.withConnection { connection in
                try connection.send(Array("GET \(Self.path) HTTP/1.1\r\nHost: here\r\nX-Slow: ".utf8))
                for _ in 0..<240 {
                    do {
                        try connection.send(Array("x".utf8))
                    } catch {
                        return true
                    }
                    Thread.sleep(forTimeInterval: 0.5)
                }
                return false
            }
            #expect(cut)
            #expect(try await http.request("GET", "/healthz").status == 200)
        }
    }
}
