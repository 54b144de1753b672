import BerthTesting
import Foundation
import Kubernetes
import Testing

@Suite(.timeLimit(.minutes(10)), .enabled(if: EtcdServer.isExpected && ForeignClient.isExpected("openssl")))
struct `An API server with its objects in etcd behind TLS` {
    @Test
    func `keeps them there by certificates of both sides`() async throws {
        try await BerthFixture.with { fixture in
            let pki = try await EtcdCertificates(in: fixture)
            let etcd = try await EtcdServer.start(in: fixture, scheme: "https", options: pki.options)
            let settings = [
                "--etcd-servers", etcd.endpoint, "--etcd-cafile", pki.authority, "--etcd-certfile",
                pki.client.certificate, "--etcd-keyfile", pki.client.key,
            ]
            let cluster = try await fixture.cluster(hasOAuth: false, settings: settings)
            let path = "/api/v1/namespaces/default/configmaps"
            let made = try await cluster.admin.send(
                "POST",
                path,
                #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"kept"}}"#
            )
            #expect(made.status == 201, "\(made)")
            cluster.api?.crash()
            try await cluster.startAPI()
            #expect(try await cluster.admin.get(path + "/kept").status == 200)
        }
    }

    @Test
    func `says at its start what is wrong with a certificate`() async throws {
        try await BerthFixture.with { fixture in
            let pki = try await EtcdCertificates(in: fixture)
            let etcd = try await EtcdServer.start(in: fixture, scheme: "https", options: pki.options)
            let berth = try fixture.client(BerthBinary.path)
            let data = try fixture.folder("api")
            func start(_ url: String, _ files: [String]) async throws -> CommandResult {
                try await berth.run(["api-server", data, "--listen", "127.0.0.1:0", "--etcd-servers", url] + files)
            }
            let client = ["--etcd-certfile", pki.client.certificate, "--etcd-keyfile", pki.client.key]
            let other = ["--etcd-certfile", pki.otherClient.certificate, "--etcd-keyfile", pki.otherClient.key]
            let authority = ["--etcd-cafile", pki.authority]
            let cases: [(String, [String], String)] = [
                (etcd.endpoint, ["--etcd-cafile", pki.otherAuthority] + client, "not signed by the authority"),
                (etcd.endpoint, authority, "wants one"), (etcd.endpoint, authority + other, "refuses our certificate"),
                (etcd.endpoint, ["--etcd-cafile", data + "/none"] + client, "no certificate in PEM"),
                (
                    etcd.endpoint,
                    authority + ["--etcd-certfile", pki.client.certificate, "--etcd-keyfile", pki.authority],
                    "no key in PEM"
                ),
            ]
            for (url, files, message) in cases {
                let result = try await start(url, files)
                #expect(!result.succeeded && result.text.contains(message), "\(message): \(result)")
            }
        }
    }
}
