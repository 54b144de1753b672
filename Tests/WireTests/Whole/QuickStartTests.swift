import BerthTesting
import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(10)))
struct `The first minutes with the whole` {
    @Test
    func `need nothing, and a second start changes nothing`() async throws {
        try await BerthFixture.with { fixture in
            let data = "\(fixture.directory)/data"
            let whole = try await fixture.whole(data: data)
            let image = SampleImage(seed: 180)
            try await whole.registry.push(image, to: "first/image", as: "v1")
            #expect(await whole.process.stop(grace: .seconds(180)) == 0)
            func secrets() throws -> [String: Data] {
                let names = try FileManager.default.contentsOfDirectory(atPath: "\(data)/secrets")
                return Dictionary(
                    uniqueKeysWithValues: names.map {
                        ($0, FileManager.default.contents(atPath: "\(data)/secrets/\($0)") ?? Data())
                    }
                )
            }
            let before = try secrets()
            for (name, _) in before {
                let mode = try FileManager.default.attributesOfItem(atPath: "\(data)/secrets/\(name)")[
                    .posixPermissions
                ]
                #expect(mode as? Int == 0o600, "\(name)")
            }
            let second = try await fixture.whole(data: data)
            #expect(try secrets() == before)
            let reply = try await second.registry.call(
                "GET",
                "first/image/manifests/v1",
                headers: [("Accept", image.manifest.mediaType)]
            )
            #expect(reply.body == image.manifest.bytes)
            // one supervisor for a data folder
            let third = try await fixture.client(BerthBinary.path).run(
                ["up", "--data", data, "--port", "0"]
            )
            #expect(!third.succeeded, "\(third)")
            // no secret in any log
            var text = fixture.logs
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(data)/log") {
                text += try String(contentsOfFile: "\(data)/log/\(name)", encoding: .utf8)
            }
            for (name, secret) in before where name != "root-user" && name != "registry-access-key" {
                let value = String(decoding: secret, as: UTF8.self).trimmingCharacters(in: .newlines)
                #expect(value.isEmpty || !text.contains(value), "\(name)")
            }
        }
    }

    @Test(.enabled(if: DockerDaemon.isExpected && Skopeo.isExpected && AWSCLI.isExpected))
    func `go by pasting the lines that were printed`() async throws {
        try await BerthFixture.with { fixture in
            let data = "\(fixture.directory)/data"
            let whole = try await fixture.whole(data: data)
            let docker = try await DockerDaemon(in: fixture, insecureRegistry: "127.0.0.0/8")
            let archive = try fixture.file(
                "image.tar",
                SampleArchive.dockerArchive(SampleImage(seed: 181), tag: "alpine:latest")
            )
            try await docker.run(["load", "-i", archive]).check()
            let commands = whole.ready.fields.filter { $0.key.hasPrefix("next.") && $0.key.contains("commands.") }
                .sorted { $0.key.compare($1.key, options: .numeric) == .orderedAscending }.map(\.value)
            #expect(commands.count >= 6)
            let shell = try fixture.client("sh", environment: docker.environment)
            let berth = URL(fileURLWithPath: BerthBinary.path).path
            var script = "set -e\n"
            for command in commands
            where !command.hasPrefix("podman") && !command.hasPrefix("oc ") && !command.contains(" down ") {
                // the lines name the program as it was called
                script += command.replacing(BerthBinary.path, with: berth) + "\n"
            }
            let result = try await shell.run(["-c", script], timeout: .seconds(400))
            #expect(result.succeeded, "\(script)\n\(result)")
            #expect(result.output.contains("Login Succeeded") && result.output.contains("docker/registry/v2/"))
        }
    }
}
