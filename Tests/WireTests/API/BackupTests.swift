import BerthTesting
import Foundation
import Kubernetes
import Testing

/// The whole state in one file, taken while the server writes, put back elsewhere.
@Suite(.timeLimit(.minutes(10)))
struct `A backup` {
    private static let path = "/api/v1/namespaces/default/configmaps"

    @Test(arguments: Cluster.Engine.judged, Cluster.Engine.judged)
    func `goes from a running server into a new one`(_ from: Cluster.Engine, _ into: Cluster.Engine) async throws {
        try await BerthFixture.with("backup \(from) \(into)") { fixture in
            func etcd(_ engine: Cluster.Engine) async throws -> [String] {
                engine == .etcd ? ["--etcd-servers", try await EtcdServer.start(in: fixture).endpoint] : []
            }
            let (source, target) = (try await etcd(from), try await etcd(into))
            let cluster = try await fixture.cluster(hasOAuth: false, settings: source)
            for index in 0..<50 {
                let body = #"{"metadata":{"name":"m\#(index)"},"data":{"k":"\#(index)"}}"#
                #expect(try await cluster.admin.send("POST", Self.path, body).status == 201)
            }
            let account = "/api/v1/namespaces/default/serviceaccounts/default/token"
            let issued = try await cluster.admin.protobuf(account, OCBody.tokenRequest(seconds: 3600))
            let token = try #require(issued.json[path: "status", "token"]?.string)
            let before = try await cluster.admin.get(Self.path)
            let berth = try fixture.client(BerthBinary.path)
            let file = "\(fixture.directory)/state.backup"
            // it is taken while somebody writes
            let writing = Task {
                for index in 0..<200 where !Task.isCancelled {
                    let body = #"{"metadata":{"name":"late\#(index)"}}"#
                    _ = try? await cluster.admin.send("POST", Self.path, body)
                }
            }
            let backup = ["api-server", "backup", file, "--from", cluster.folder + "/api"] + source
            try await berth.run(backup).check()
            writing.cancel()
            _ = await writing.value
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(!(try await berth.run(backup)).succeeded, "a backup is never overwritten")
            let fresh = try Cluster(in: fixture, folder: try fixture.folder("fresh"), settings: target)
            // what is no backup leaves nothing behind that a restore would run into
            let junk = try fixture.file("junk", "no backup\n")
            let refused = ["api-server", "restore", junk, "--to", fresh.folder + "/api"] + target
            #expect(!(try await berth.run(refused)).succeeded)
            let restore = ["api-server", "restore", file, "--to", fresh.folder + "/api"] + target
            try await berth.run(restore).check()
            #expect(!(try await berth.run(restore)).succeeded, "a state is never overwritten")
            try await fresh.startAPI()
            let after = try await fresh.admin.get(Self.path)
            let kept = Dictionary((after.json["items"]?.array ?? []).map { ($0.name, $0) }) { $1 }
            for object in before.json["items"]?.array ?? [] {
                #expect(kept[object.name]?.uid == object.uid && kept[object.name]?["data"] == object["data"])
            }
            let revision = { (reply: APIReply) in
                Int64(reply.json[path: "metadata", "resourceVersion"]?.string ?? "") ?? -1
            }
            #expect(revision(after) >= revision(before) || into == .etcd)
            // the keys came along: tokens stay good
            let who = try await whoami(fresh.anonymous.bearing(token))
            #expect(who == "system:serviceaccount:default:default")
            let body = #"{"metadata":{"name":"new"}}"#
            #expect(try await fresh.admin.send("POST", Self.path, body).status == 201)
        }
    }
}
