import BerthTesting
import Foundation
import Testing

@Suite(.enabled(if: Skopeo.isExpected), .timeLimit(.minutes(10)))
struct `Skopeo on a registry` {
    @Test(arguments: RegistryKind.judged)
    func `copies an image in and out, and nothing has changed`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { fixture, registry in
            let skopeo = try Skopeo(in: fixture)
            let image = SampleImage(seed: 80, layers: 3, layerSize: 200_000)
            let layout = "\(fixture.directory)/in"
            try image.write(layout: layout)
            let reference = "\(registry.authority)/team/app:1.0"
            try await skopeo.push("\(layout):latest", to: reference, credentials: registry.userAndPassword).check()
            try await skopeo.pull(reference, to: "\(fixture.directory)/out:x", credentials: registry.userAndPassword)
                .check()
            for blob in image.blobs + [image.manifest] {
                let path = "\(fixture.directory)/out/blobs/sha256/\(blob.hex)"
                #expect(FileManager.default.contents(atPath: path) == Data(blob.bytes))
            }
            let inspected = try await skopeo.run([
                "inspect", "--tls-verify=false", "--creds", registry.userAndPassword ?? "", "docker://\(reference)",
            ]).check()
            #expect(inspected.output.contains(image.manifest.digest))
            let tags = try await skopeo.run([
                "list-tags", "--tls-verify=false", "--creds", registry.userAndPassword ?? "",
                "docker://\(registry.authority)/team/app",
            ]).check()
            #expect(tags.output.contains(#""1.0""#))
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `copies all images of an index`(_ kind: RegistryKind) async throws {
        try await judge(kind) { fixture, registry in
            let skopeo = try Skopeo(in: fixture)
            let images = [SampleImage(seed: 81), SampleImage(seed: 82, architecture: "arm64")]
            let index = SampleImage.index(images.map(\.manifest))
            let layout = "\(fixture.directory)/in"
            try SampleImage.write(
                layout: layout,
                tag: "multi",
                root: index,
                contents: images.flatMap { $0.blobs + [$0.manifest] }
            )
            let reference = "\(registry.authority)/team/multi:latest"
            try await skopeo.push("\(layout):multi", to: reference, options: ["--all"]).check()
            try await skopeo.pull(reference, to: "\(fixture.directory)/out:x", options: ["--all"]).check()
            for image in images {
                let path = "\(fixture.directory)/out/blobs/sha256/\(image.layers[0].hex)"
                #expect(FileManager.default.contents(atPath: path) == Data(image.layers[0].bytes))
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `pushes Docker's own format and lets layers be mounted between repositories`(_ kind: RegistryKind) async throws
    {
        try await judge(kind) { fixture, registry in
            let skopeo = try Skopeo(in: fixture)
            let layout = "\(fixture.directory)/in"
            try SampleImage(seed: 83, layers: 2).write(layout: layout)
            for name in ["team/first", "team/second"] {
                try await skopeo.push(
                    "\(layout):latest",
                    to: "\(registry.authority)/\(name):v2s2",
                    options: ["--format", "v2s2"]
                ).check()
            }
            let reply = try await registry.call(
                "GET",
                "team/second/manifests/v2s2",
                headers: [("Accept", "application/vnd.docker.distribution.manifest.v2+json")]
            )
            #expect(reply["Content-Type"] == "application/vnd.docker.distribution.manifest.v2+json")
            try await skopeo.run([
                "copy", "--src-tls-verify=false", "--dest-tls-verify=false",
                "docker://\(registry.authority)/team/first:v2s2", "docker://\(registry.authority)/team/third:copy",
            ]).check()
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `is refused with a wrong password`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { fixture, registry in
            let skopeo = try Skopeo(in: fixture)
            let layout = "\(fixture.directory)/in"
            try SampleImage(seed: 84).write(layout: layout)
            let result = try await skopeo.push(
                "\(layout):latest",
                to: "\(registry.authority)/team/app:1.0",
                credentials: "user1:wrong"
            )
            #expect(!result.succeeded)
            #expect(result.errorOutput.contains("auth") || result.errorOutput.contains("username/password"))
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `deletes an image`(_ kind: RegistryKind) async throws {
        try await judge(kind) { fixture, registry in
            let skopeo = try Skopeo(in: fixture)
            let layout = "\(fixture.directory)/in"
            try SampleImage(seed: 85).write(layout: layout)
            let reference = "\(registry.authority)/team/gone:1.0"
            try await skopeo.push("\(layout):latest", to: reference).check()
            try await skopeo.run(["delete", "--tls-verify=false", "docker://\(reference)"]).check()
            #expect(try await registry.call("GET", "team/gone/manifests/1.0").status == 404)
        }
    }
}
