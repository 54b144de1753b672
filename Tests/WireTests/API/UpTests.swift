import BerthTesting
import Foundation
import Kubernetes
import Testing

/// `berth up` with the API: its own way in, kubeadmin, the accounts, a bare start, crashes.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct `A whole cluster` {
    private func api(_ ready: ReadyLine, _ fixture: BerthFixture, data: String) throws -> APIClient {
        let url = try #require(ready.fields["addresses.api-server"])
        return try APIClient(url, authority: data + "/pki/ca.crt", in: fixture)
    }

    private func password(_ data: String, _ name: String) throws -> String {
        try String(contentsOfFile: "\(data)/secrets/\(name)", encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    private func files(_ data: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in ["kubeconfig", "secrets/kubeadmin-password", "pki/ca.crt", "pki/clients/admin.crt"] {
            found[name] = FileManager.default.contents(atPath: "\(data)/\(name)")
        }
        return found
    }

    @Test
    func `lets the accounts of the registry and kubeadmin in, and starts again unchanged`() async throws {
        try await BerthFixture.with { fixture in
            let data = "\(fixture.directory)/data"
            let ports = (0..<2).map { _ in "\(FreePort.find())" }
            let options = ["--api-port", ports[0], "--oauth-port", ports[1]]
            let whole = try await fixture.whole(data: data, options: options)
            let client = try api(whole.ready, fixture, data: data)
            let administrator = try password(data, "kubeadmin-password")
            let kubeadmin = client.bearing(
                try await OAuthLogin.token(client, user: "kubeadmin", password: administrator)
            )
            #expect(try await whoami(kubeadmin) == "kube:admin")
            #expect(try await kubeadmin.get("/api/v1/secrets").status == 200)
            try await eventually {
                let admin = try password(data, "admin-password")
                let token = try await OAuthLogin.token(client, user: "admin", password: admin)
                #expect(try await whoami(client.bearing(token)) == "admin")
            }
            let mode = try FileManager.default.attributesOfItem(atPath: data + "/kubeconfig")[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let berth = try fixture.client(BerthBinary.path)
            for role in ["api-server", "oauth-server", "all"] {
                try await berth.run(["crash", role, "--data", data]).check()
                #expect(try await whoami(kubeadmin) == "kube:admin", "\(role)")
            }
            // another password of a Secret made anew is none
            let path = "/api/v1/namespaces/kube-system/secrets/kubeadmin"
            #expect(try await kubeadmin.send("DELETE", path, "{}").status == 200)
            try await eventually {
                let reply = try await kubeadmin.get("/api/v1/secrets")
                guard reply.status == 401 else { throw APIClientError.unexpected(reply, during: "kubeadmin's end") }
            }
            let before = try files(data)
            #expect(await whole.process.stop(grace: .seconds(180)) == 0)
            let second = try await fixture.whole(data: data, options: options)
            #expect(try files(data) == before)
            #expect(second.ready.fields["addresses.api-server"] == whole.ready.fields["addresses.api-server"])
            await #expect(throws: (any Error).self, "a deleted kubeadmin stays so") {
                try await OAuthLogin.token(client, user: "kubeadmin", password: administrator)
            }
            var logs = fixture.logs
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(data)/log") {
                logs += try String(contentsOfFile: "\(data)/log/\(name)", encoding: .utf8)
            }
            #expect(!logs.contains(administrator))
        }
    }

    @Test
    func `can be moved to another folder`() async throws {
        try await BerthFixture.with { fixture in
            let (data, moved) = ("\(fixture.directory)/data", "\(fixture.directory)/else where")
            let whole = try await fixture.whole(data: data)
            let berth = try fixture.client(BerthBinary.path)
            try await berth.run(["down", "--data", data]).check()
            _ = try await whole.process.wait(timeout: .seconds(300))
            try FileManager.default.moveItem(atPath: data, toPath: moved)
            let second = try await fixture.whole(data: moved)
            let client = try api(second.ready, fixture, data: moved)
            let token = try await OAuthLogin.token(
                client,
                user: "kubeadmin",
                password: password(moved, "kubeadmin-password")
            )
            #expect(try await whoami(client.bearing(token)) == "kube:admin")
        }
    }

    @Test(.enabled(if: ForeignClient.isExpected("htpasswd") && ForeignClient.isExpected("kubectl")))
    func `begins bare, and takes its accounts and a project from the example`() async throws {
        try await BerthFixture.with { fixture in
            let data = "\(fixture.directory)/data"
            let arguments = ["up", "--bare", "--data", data, "--port", "0", "--output", "json"]
            let (process, _) = try await fixture.startBerth(arguments, "api-server", ["HOME": fixture.directory])
            let ready = try #require(ReadyLine(in: process.output))
            #expect(ready.fields["addresses.registry"] == nil)
            let client = try api(ready, fixture, data: data)
            let htpasswd = try fixture.client("htpasswd")
            let accounts = "\(fixture.directory)/accounts"
            try await htpasswd.run(["-cBb", accounts, "admin", "admin"]).check()
            try await htpasswd.run(["-Bb", accounts, "user1", "user1"]).check()
            let script = BerthBinary.repository + "/Examples/project.sh"
            let environment = ["KUBECTL": "kubectl", "KUBECONFIG": data + "/kubeconfig"]
            let shell = try fixture.client("sh", environment: environment)
            let result = try await shell.run([script, accounts, "sandbox-1", "user1"]).check()
            #expect(result.output.hasSuffix("yes\n"), "\(result)")
            try await eventually {
                let user = client.bearing(try await OAuthLogin.token(client, user: "user1", password: "user1"))
                #expect(try await user.get("/apis/project.openshift.io/v1/projects").names == ["sandbox-1"])
            }
            let berth = try fixture.client(BerthBinary.path)
            #expect(try await berth.run(["status", "--data", data]).succeeded)
            try await berth.run(["down", "--data", data]).check()
        }
    }
}
