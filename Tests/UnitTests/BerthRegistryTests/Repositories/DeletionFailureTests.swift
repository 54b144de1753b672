import BerthTesting
import NIOCore
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `A deletion whose storage fails` {
    @Test(arguments: FailingStorageDriver.Moment.allCases)
    func `can be asked for again`(_ moment: FailingStorageDriver.Moment) async throws {
        let image = SampleImage(seed: 11)
        var isUnhurt = false
        for number in 0..<50 where !isUnhurt {
            let base = InMemoryStorageDriver()
            try await RunningRegistry.run(over: base) { registry in
                for tag in ["v1", "v2", "v3"] { _ = try await registry.push(image, to: "a", as: tag) }
            }
            let failing = FailingStorageDriver(base: base, failingAfter: number, moment: moment)
            try await RunningRegistry.run(over: failing) { registry in
                let path = "/v2/a/manifests/\(image.manifest.digest)"
                let first = try await registry.http.request("DELETE", path)
                if first.status != 202 {
                    let again = try await registry.http.request("DELETE", path)
                    #expect(again.status == 202 || again.status == 404)
                }
                guard failing.hasFailed else { return }
                for reference in ["v1", "v2", "v3", image.manifest.digest] {
                    #expect(try await registry.http.request("GET", "/v2/a/manifests/\(reference)").status == 404)
                }
                #expect(try await registry.http.request("GET", "/v2/a/tags/list").text.contains(#""tags":[]"#))
            }
            isUnhurt = !failing.hasFailed
        }
        #expect(isUnhurt)
    }
}
