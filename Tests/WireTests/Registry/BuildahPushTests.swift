import BerthTesting
import Testing

@Suite(.enabled(if: Podman.isExpected("buildah")), .timeLimit(.minutes(10)))
struct `Buildah on a registry` {
    @Test(arguments: RegistryKind.judged)
    func `builds an image from nothing, pushes it and builds on it`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { fixture, registry in
            let buildah = try Podman("buildah", in: fixture)
            let content = try fixture.file("hello.txt", "hello")
            let base = "\(registry.authority)/buildah/base:1"
            let login = ["--tls-verify=false", "--creds", registry.userAndPassword ?? ""]
            let first = try await buildah.run(["from", "scratch"]).check().output.split(separator: "\n").joined()
            try await buildah.run(["copy", first, content, "/hello.txt"]).check()
            try await buildah.run(["commit", first, "base"]).check()
            try await buildah.run(["push"] + login + ["base", "docker://\(base)"]).check()
            try await buildah.run(["rmi", "--all", "--force"]).check()
            let second = try await buildah.run(["from"] + login + [base]).check().output.split(separator: "\n")
            #expect(!second.isEmpty)
        }
    }
}
