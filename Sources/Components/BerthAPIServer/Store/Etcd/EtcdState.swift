import Kubernetes

/// What a restore left in etcd, whose own revision cannot be made to jump.
struct EtcdState: Sendable, Hashable {
    /// What is added to etcd's revisions, so that ours are above all that was given out before a restore.
    var offset: Int64 = 0
    /// Our revisions below are from before the restore.
    var floor: Int64 = 0
    /// A restore has begun and not ended: nothing can be read.
    var isRestoring = false

    init() {}

    init?(_ bytes: some Collection<UInt8>) {
        guard let json = try? JSONValue(parsing: bytes), let offset = json["offset"]?.integer,
            let floor = json["floor"]?.integer, offset >= 0, floor >= 0
        else { return nil }
        (self.offset, self.floor) = (offset, floor)
        isRestoring = json["restoring"]?.bool ?? true
    }

    var text: String {
        let json: JSONValue = [
            "offset": .integer(offset), "floor": .integer(floor), "restoring": .bool(isRestoring),
        ]
        return json.serialized()
    }
}
