import BerthTesting
import NIOCore
import OCI
import Testing

@testable import BerthRegistry

/// Pushes an image over storage whose N-th call fails, for every N until none does.
@Suite struct `A push whose storage fails` {
    private static let image = SampleImage(seed: 9)
    private static let subject = SampleImage(seed: 10).manifest
    private static let referrer = SampleImage.manifest(
        config: image.config,
        layers: image.layers,
        subject: subject,
        annotations: ["a": "b"]
    )

    private struct Step: Sendable {
        var name: String
        var isDone: @Sendable (HTTPReply) -> Bool
        var send: @Sendable (RunningRegistry) async throws -> HTTPReply
    }

    /// Every way to push something, each step with what has to be true once it was acknowledged.
    private static var steps: [Step] {
        let created: @Sendable (HTTPReply) -> Bool = { $0.status == 201 }
        let layer = image.layers[0]
        return [
            Step(name: "config", isDone: created) { try await $0.push(image.config, to: "a") },
            Step(name: "layer", isDone: created) { registry in
                let session = try await registry.beginUpload(in: "a")
                _ = try await registry.http.request("PATCH", session, body: layer.bytes)
                return try await registry.http.request("PUT", session + "?digest=\(layer.digest)", body: [])
            },
            Step(name: "manifest", isDone: created) { try await $0.push(manifest: image.manifest, to: "a", as: "v1") },
            Step(name: "referrer", isDone: created) {
                try await $0.push(manifest: referrer, to: "a", as: referrer.digest)
            },
            Step(name: "mount", isDone: created) { registry in
                let target = "/v2/b/blobs/uploads/?mount=\(layer.digest)&from=a"
                return try await registry.http.request("POST", target, body: [])
            },
        ]
    }

    @Test(arguments: FailingStorageDriver.Moment.allCases)
    func `shows nothing half done and keeps what it acknowledged`(_ moment: FailingStorageDriver.Moment) async throws {
        var isUnhurt = false
        for number in 0..<200 where !isUnhurt {
            let base = InMemoryStorageDriver()
            let failing = FailingStorageDriver(base: base, failingAfter: number, moment: moment)
            let acknowledged = Acknowledged()
            try await RunningRegistry.run(over: failing) { registry in
                for step in Self.steps {
                    let reply = try await step.send(registry)
                    if step.isDone(reply) { await acknowledged.add(step.name) }
                    #expect(reply.status < 500 || reply.status == 503 || reply.status == 507, "\(step.name): \(reply)")
                }
                guard failing.hasFailed else { return }
                try await Self.check(registry, await acknowledged.names, "call \(number), same process")
            }
            try await RunningRegistry.run(over: base) { registry in
                try await Self.check(registry, await acknowledged.names, "call \(number), restarted")
                for step in Self.steps { #expect(step.isDone(try await step.send(registry)), "again: \(step.name)") }
                try await Self.check(registry, Set(Self.steps.map(\.name)), "call \(number), again")
            }
            isUnhurt = !failing.hasFailed
        }
        #expect(isUnhurt)
    }

    private actor Acknowledged {
        var names: Set<String> = []
        func add(_ name: String) { names.insert(name) }
    }

    /// What is readable is right, and what was acknowledged is readable.
    private static func check(_ registry: RunningRegistry, _ names: Set<String>, _ when: String) async throws {
        let contents: [(step: String, path: String, bytes: [UInt8])] = [
            ("config", "/v2/a/blobs/\(image.config.digest)", image.config.bytes),
            ("layer", "/v2/a/blobs/\(image.layers[0].digest)", image.layers[0].bytes),
            ("manifest", "/v2/a/manifests/v1", image.manifest.bytes),
            ("manifest", "/v2/a/manifests/\(image.manifest.digest)", image.manifest.bytes),
            ("referrer", "/v2/a/manifests/\(referrer.digest)", referrer.bytes),
            ("mount", "/v2/b/blobs/\(image.layers[0].digest)", image.layers[0].bytes),
        ]
        for content in contents {
            let reply = try await registry.http.request("GET", content.path)
            if names.contains(content.step) {
                #expect(reply.status == 200, "\(content.path), \(when)")
            }
            #expect(reply.status != 200 || reply.body == content.bytes, "\(content.path), \(when)")
            #expect(reply.status == 200 || reply.status == 404 || reply.status == 503, "\(content.path), \(when)")
        }
        if names.contains("referrer") {
            let list = try await registry.http.request("GET", "/v2/a/referrers/\(subject.digest)")
            #expect(list.text.contains(referrer.digest), "\(when)")
        }
    }
}
