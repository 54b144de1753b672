import BerthTesting
import Testing

@Suite(.enabled(if: Podman.isExpected("podman")), .timeLimit(.minutes(10)))
struct `Podman on a registry` {
    @Test(arguments: RegistryKind.judged)
    func `logs in, pushes, forgets and pulls an image`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { fixture, registry in
            let podman = try Podman(in: fixture)
            let image = SampleImage(seed: 90, layers: 2, layerSize: 100_000)
            let layout = "\(fixture.directory)/in"
            try image.write(layout: layout)
            let credentials = registry.credentials ?? ("", "")
            try await podman.run([
                "login", "--tls-verify=false", "-u", credentials.user, "-p", credentials.password, registry.authority,
            ]).check()
            let pulled = try await podman.run(["pull", "oci:\(layout):latest"]).check()
            let id = String(pulled.output.split(separator: "\n").last ?? "")
            let reference = "\(registry.authority)/podman/app:1.0"
            try await podman.run(["push", "--tls-verify=false", id, "docker://\(reference)"]).check()
            try await podman.run(["rmi", "--force", id]).check()
            let back = try await podman.run(["pull", "--tls-verify=false", reference]).check()
            #expect(back.output.contains(id))
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `is told that the password is wrong`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { fixture, registry in
            let result = try await Podman(in: fixture).run([
                "login", "--tls-verify=false", "-u", "user1", "-p", "wrong", registry.authority,
            ])
            #expect(!result.succeeded)
            #expect(result.errorOutput.contains("invalid username/password"))
        }
    }
}
