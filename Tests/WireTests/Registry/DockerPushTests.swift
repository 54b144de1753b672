import BerthTesting
import Testing

/// One engine for all registries: its start is the slow part.
@Suite(.enabled(if: DockerDaemon.isExpected), .timeLimit(.minutes(10)))
struct `Docker on a registry` {
    @Test
    func `logs in, pushes, forgets, pulls and runs into a wrong password`() async throws {
        try await BerthFixture.with { fixture in
            var registries: [RegistryServer] = []
            for kind in RegistryKind.judged { registries.append(try await fixture.registry(kind, authenticated: true)) }
            let docker = try await DockerDaemon(in: fixture, insecureRegistry: "127.0.0.0/8")
            let archive = try fixture.file(
                "image.tar",
                SampleArchive.dockerArchive(SampleImage(seed: 95), tag: "sample:1")
            )
            try await docker.run(["load", "-i", archive]).check()
            for registry in registries {
                let credentials = registry.credentials ?? ("", "")
                let wrong = try await docker.run(["login", "-u", "user1", "-p", "wrong", registry.authority])
                #expect(!wrong.succeeded && wrong.errorOutput.contains("401"))
                let login = try await docker.run(
                    ["login", "-u", credentials.user, "--password-stdin", registry.authority],
                    input: Array(credentials.password.utf8)
                ).check()
                #expect(login.output.contains("Login Succeeded"))
                let reference = "\(registry.authority)/docker/app:1.0"
                try await docker.run(["tag", "sample:1", reference]).check()
                let pushed = try await docker.run(["push", reference]).check()
                #expect(pushed.output.contains("digest: sha256:"))
                // a second push finds everything there
                let again = try await docker.run(["push", reference]).check()
                #expect(again.output.contains("Layer already exists"))
                // another repository mounts
                try await docker.run(["tag", "sample:1", "\(registry.authority)/docker/other:1.0"]).check()
                let mounted = try await docker.run(["push", "\(registry.authority)/docker/other:1.0"]).check()
                #expect(mounted.output.contains("Mounted from docker/app"))
                try await docker.run(["rmi", reference, "\(registry.authority)/docker/other:1.0"]).check()
                let pulled = try await docker.run(["pull", reference]).check()
                #expect(pulled.output.contains("Downloaded newer image") || pulled.output.contains("up to date"))
                try await docker.run(["logout", registry.authority]).check()
                let refused = try await docker.run(["push", reference])
                #expect(!refused.succeeded && refused.text.contains("no basic auth credentials"))
                try await docker.run(["rmi", reference]).check()
            }
        }
    }
}
