import Kubernetes
import ServiceLifecycle

/// Tells of Secrets and Pods that change or go: tokens that are bound to one end with it, and so do their watches.
struct BoundTokenOwners: Service {
    let hub: WatchHub
    let store: any ResourceStore
    let watches: RunningWatches

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // every change of a pod's status would be too much: a pod's deletion has its own event
                group.addTask { await self.follow(KnownResource.secrets, [.modified, .deleted]) }
                group.addTask { await self.follow(KnownResource.pods, [.deleted]) }
            }
        }
    }

    private func follow(_ resource: GroupResource, _ told: Set<StoreEvent.Change>) async {
        while !Task.isCancelled {
            do {
                let revision = try await store.currentRevision()
                // what happened before was not told: watches may have begun already
                watches.note(.everything)
                for try await batch in hub.watch(resource, namespace: nil, after: revision) {
                    for event in batch.events where told.contains(event.change) { note(event.object.key) }
                }
                return
            } catch {
                guard (try? await Task.sleep(for: .milliseconds(200))) != nil else { return }
            }
        }
    }

    private func note(_ owner: ResourceKey) {
        var subjects: Set<RBACSubject> = [.group(ExactText("system:serviceaccounts:\(owner.namespace)"))]
        if owner.namespace == BootstrapUser.secretNamespace, owner.name == BootstrapUser.loginName {
            subjects.insert(.user(ExactText(BootstrapUser.name)))
        }
        watches.note(.identity(subjects))
    }
}
