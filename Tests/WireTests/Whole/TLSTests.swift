import BerthTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)), .enabled(if: ForeignClient.isExpected("openssl") && ForeignClient.isExpected("curl")))
struct `TLS in front of a server` {
    @Test
    func `is made on the first start, at least 1.2, and good for skopeo and curl`() async throws {
        try await BerthFixture.with { fixture in
            let data = "\(fixture.directory)/data"
            let (process, http) = try await fixture.startBerth(
                ["up", "--data", data, "--port", "0", "--output", "json", "--tls"],
                "registry",
                ["HOME": fixture.directory]
            )
            let find = try await fixture.client("sh").run(["-c", "find \(data) -name '*.crt' -o -name '*.pem'"]).check()
            let certificates = find.output.split(separator: "\n").map(String.init)
            let authority = try #require(
                certificates.first { $0.hasSuffix("/pki/ca.crt") },
                "\(find)"
            )
            let curl = try fixture.client("curl")
            let address = "https://localhost:\(http.port)/v2/"
            let reply = try await curl.run([
                "-sS", "--cacert", authority, "-o", "/dev/null", "-w", "%{http_code}", address,
            ])
            #expect(reply.output == "401", "\(reply)")
            #expect(!(try await curl.run(["-sS", address])).succeeded)
            #expect(!(try await curl.run(["-sS", "--cacert", authority, "--tls-max", "1.1", address])).succeeded)
            let openssl = try fixture.client("openssl")
            let old = try await openssl.run([
                "s_client", "-connect", "127.0.0.1:\(http.port)", "-tls1_2", "-cipher",
                "AES128-SHA:AES256-SHA:DES-CBC3-SHA",
            ])
            #expect(!old.succeeded || old.text.contains("Cipher is (NONE)"), "\(old)")
            for path in certificates.map({ ($0 as NSString).deletingLastPathComponent }) {
                for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasSuffix(".key") {
                    let mode = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions]
                    #expect(mode as? Int == 0o600, "\(name)")
                }
            }
            guard Skopeo.isExpected else { return }
            let password = try String(contentsOfFile: "\(data)/secrets/admin-password", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let trust = try fixture.folder("trust")
            try FileManager.default.copyItem(atPath: authority, toPath: "\(trust)/ca.crt")
            let layout = "\(fixture.directory)/in"
            let image = SampleImage(seed: 220, layers: 2, layerSize: 400_000)
            try image.write(layout: layout)
            let skopeo = try Skopeo(in: fixture)
            let reference = "docker://localhost:\(http.port)/tls/app:1"
            try await skopeo.run([
                "copy", "--dest-cert-dir", trust, "--dest-creds", "admin:\(password)", "oci:\(layout):latest",
                reference,
            ]).check()
            try await skopeo.run([
                "copy", "--src-cert-dir", trust, "--src-creds", "admin:\(password)", reference,
                "oci:\(fixture.directory)/out:x",
            ]).check()
            let path = "\(fixture.directory)/out/blobs/sha256/\(image.layers[1].hex)"
            #expect(FileManager.default.contents(atPath: path) == Data(image.layers[1].bytes))
            await process.stop()
        }
    }
}
