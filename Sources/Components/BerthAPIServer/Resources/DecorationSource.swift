import Kubernetes
import ServiceLifecycle
import Synchronization

/// Keeps what computed members are made from, by following `images.config.openshift.io/cluster`.
final class DecorationSource: Sendable {
    private let state = Mutex(DecorationEnvironment())

    var current: DecorationEnvironment { state.withLock { $0 } }

    func service(following objects: any LocalObjects) -> some Service { Follower(source: self, objects: objects) }

    private func note(_ config: JSONValue?) {
        var environment = DecorationEnvironment()
        environment.internalRegistryHostname = config?[path: "status", "internalRegistryHostname"]?.string ?? ""
        environment.externalRegistryHostname =
            (config?[path: "status", "externalRegistryHostnames"] ?? config?[path: "spec", "externalRegistryHostnames"])?
            .strings.first ?? ""
        let made = environment
        state.withLock { $0 = made }
    }

    private struct Follower: Service {
        let source: DecorationSource
        let objects: any LocalObjects

        func run() async throws {
            let images = GroupResource(group: "config.openshift.io", resource: "images")
            await cancelWhenGracefulShutdown {
                for await (_, event) in objects.follow([images]) {
                    switch event {
                    case .added(let object), .modified(let object):
                        if object.name == "cluster" { source.note(object) }
                    case .deleted(let object):
                        if object.name == "cluster" { source.note(nil) }
                    case .bookmark: break
                    }
                }
            }
        }
    }
}
