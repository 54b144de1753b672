package import Kubernetes
package import Logging
import ServiceLifecycle
import Synchronization

/// Empties namespaces that are being deleted, and then lets them go.
///
/// Objects with finalizers are asked to go and waited for. Nothing is kept in memory: after a start everything that
/// is still terminating is found again.
package struct NamespaceLifecycle: Service {
    private let objects: any LocalObjects
    private let contents: @Sendable () -> [GroupResource]
    private let logger: Logger

    /// - Parameters:
    ///   - objects: The server's own access.
    ///   - contents: All namespaced resources that have objects in the store, custom ones too.
    ///   - logger: Says which namespace stays and why.
    package init(
        objects: any LocalObjects,
        contents: @escaping @Sendable () -> [GroupResource],
        logger: Logger
    ) {
        (self.objects, self.contents, self.logger) = (objects, contents, logger)
    }

    /// Follows namespaces until the server stops.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let active = ActiveNames()
            await withDiscardingTaskGroup { group in
                for await (_, event) in objects.follow([KnownResource.namespaces]) {
                    let namespace: JSONValue
                    switch event {
                    case .added(let object), .modified(let object): namespace = object
                    case .deleted, .bookmark: continue
                    }
                    guard namespace.deletionTimestamp != nil, active.begins(namespace.name) else { continue }
                    let name = namespace.name
                    group.addTask {
                        repeat { await empty(name) } while active.goesOn(name)
                    }
                }
            }
        }
    }

    /// Goes on until the namespace is gone or somebody else's finalizer is all that keeps it.
    private func empty(_ name: String) async {
        var pause = Duration.milliseconds(50)
        while !Task.isCancelled {
            do {
                if try await step(name) { return }
            } catch is CancellationError {
                return
            } catch {
                logger.warning(
                    "namespace could not be emptied; trying again",
                    metadata: ["namespace": "\(name)", "error": "\(error)"]
                )
            }
            do { try await Task.sleep(for: pause) } catch { return }
            pause = min(pause * 2, .seconds(5))
        }
    }

    /// Deletes what is there.
    ///
    /// - Returns: Whether nothing is left to do.
    func step(_ name: String) async throws -> Bool {
        let namespace = try await objects.get(KnownResource.namespaces, namespace: "", name: name)
        guard let namespace, namespace.deletionTimestamp != nil else { return true }
        let finalizers = namespace[path: "spec", "finalizers"]?.strings ?? []
        guard finalizers.contains(NamespaceRules.finalizer) else { return true }
        if try await removeContents(of: name) > 0 { return false }
        // Once more: a creation may have looked at the namespace before it was deleted.
        try await Task.sleep(for: .milliseconds(20))
        if try await removeContents(of: name) > 0 { return false }
        _ = try await objects.update(
            KnownResource.namespaces,
            namespace: "",
            name: name,
            subresource: NamespaceFinalizing.subresource
        ) { current in
            guard current.uid == namespace.uid, current.deletionTimestamp != nil else { return nil }
            let left = (current[path: "spec", "finalizers"]?.strings ?? []).filter { $0 != NamespaceRules.finalizer }
            var changed = current
            changed.set(JSONValue(strings: left), at: ["spec", "finalizers"])
            return changed
        }
        return true
    }

    /// Deletes all objects in a namespace.
    ///
    /// - Returns: How many were there.
    private func removeContents(of name: String) async throws -> Int {
        var found = 0
        for resource in contents() {
            for object in try await objects.list(resource, namespace: name) {
                found += 1
                guard object.deletionTimestamp == nil else { continue }
                _ = try await objects.delete(resource, namespace: name, name: object.name, resourceVersion: nil)
            }
        }
        return found
    }

    /// The namespaces somebody works on, and whether they were told of again meanwhile: one of the same name may have
    /// come and be going, which whoever has just ended would not see.
    private final class ActiveNames: Sendable {
        private let names = Mutex<[String: Bool]>([:])

        /// Whether nobody works on it yet.
        func begins(_ name: String) -> Bool {
            names.withLock { names in
                let isNew = names[name] == nil
                names[name] = !isNew
                return isNew
            }
        }

        /// Whether there is more to do for whoever has ended.
        func goesOn(_ name: String) -> Bool {
            names.withLock { names in
                let isTold = names[name] ?? false
                names[name] = isTold ? false : nil
                return isTold
            }
        }
    }
}
