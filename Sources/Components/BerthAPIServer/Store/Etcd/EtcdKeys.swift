import Foundation
import Kubernetes

/// Where objects lie in etcd: `<prefix>o/` and then group, resource, namespace and name with zero bytes between, which
/// makes etcd's order of keys ours.
struct EtcdKeys: Sendable {
    let prefix: [UInt8]
    private let objects: [UInt8]

    init(prefix: String) {
        self.prefix = Array(prefix.utf8)
        objects = self.prefix + Array("o/".utf8)
    }

    /// A range of keys, the end excluded.
    struct Range: Sendable {
        let start: [UInt8]
        let end: [UInt8]
    }

    /// All that is ours.
    var all: Range { Range(start: prefix, end: Self.end(of: prefix)) }
    /// All objects.
    var allObjects: Range { Range(start: objects, end: Self.end(of: objects)) }
    /// What a restore changed.
    var state: [UInt8] { prefix + Array("state".utf8) }
    /// Written to see that the watch lives.
    var heartbeat: [UInt8] { prefix + Array("heartbeat".utf8) }

    func key(_ key: ResourceKey) -> [UInt8] {
        place(key.resource) + [0] + Array(key.namespace.utf8) + [0] + Array(key.name.utf8)
    }

    /// The objects of a resource, in one namespace or all.
    func objects(of resource: GroupResource, namespace: String?) -> Range {
        let start = place(resource) + (namespace.map { [0] + Array($0.utf8) } ?? []) + [0]
        return Range(start: start, end: Self.end(of: start))
    }

    /// The key that these bytes are; nil when it is not an object's.
    func resourceKey(_ bytes: some Collection<UInt8>) -> ResourceKey? {
        guard bytes.starts(with: objects) else { return nil }
        let parts = bytes.dropFirst(objects.count).split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 4 else { return nil }
        return ResourceKey(GroupResource(group: parts[0], resource: parts[1]), namespace: parts[2], name: parts[3])
    }

    private func place(_ resource: GroupResource) -> [UInt8] {
        objects + Array(resource.group.utf8) + [0] + Array(resource.resource.utf8)
    }

    /// The first key behind all that begin with `start`.
    private static func end(of start: [UInt8]) -> [UInt8] {
        var end = start
        while let last = end.popLast() {
            if last < 255 { return end + [last + 1] }
        }
        return [0]
    }
}
