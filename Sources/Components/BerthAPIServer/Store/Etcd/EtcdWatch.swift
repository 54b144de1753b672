import NIOCore

/// What one message of a watch of all our keys tells: `WatchResponse`.
struct EtcdWatch {
    private(set) var events: [StoreEvent] = []
    /// Everything up to here was told, as etcd's revision; nil when the message does not say.
    private(set) var revision: Int64?
    /// A restore began or ended.
    private(set) var isReplaced = false
    /// The watch is established.
    private(set) var isCreated = false

    /// Reads a message; `offset` is what is added to etcd's revisions.
    ///
    /// - Throws: `.compacted` when what is watched is gone, `.unknownOutcome` when etcd ends the watch for another reason.
    init(_ message: ByteBuffer, keys: EtcdKeys, offset: Int64) throws(EtcdFailure) {
        var fields = EtcdFields(message)
        var changes: [ByteBuffer] = []
        var (isCanceled, reason, oldest, current) = (false, "", Int64(0), Int64(0))
        while let (field, value) = try fields.next() {
            switch field {
            case 1: current = try value.bytes.map(EtcdAnswer.revision) ?? 0
            case 3: isCreated = value.number == 1
            case 4: isCanceled = value.number == 1
            case 5: oldest = value.number ?? 0
            case 6: reason = value.bytes.map { String(buffer: $0) } ?? ""
            case 11: if let change = value.bytes { changes.append(change) }
            default: break
            }
        }
        if isCanceled {
            if oldest > 0 { throw .compacted(oldest: oldest + offset) }
            throw reason.contains("permission denied") || reason.contains("auth token")
                ? .unauthenticated : .unknownOutcome("the watch was ended: \(reason)")
        }
        if changes.isEmpty, !isCreated, current > 0 { revision = current }
        for change in changes { try take(change, keys, offset) }
    }

    private mutating func take(_ change: ByteBuffer, _ keys: EtcdKeys, _ offset: Int64) throws(EtcdFailure) {
        var fields = EtcdFields(change)
        var isDeletion = false
        var (pair, before): (EtcdKeyValue?, EtcdKeyValue?)
        while let (field, value) = try fields.next() {
            switch field {
            case 1: isDeletion = value.number == 1
            case 2: pair = try value.bytes.map { bytes throws(EtcdFailure) in try EtcdKeyValue(bytes) }
            case 3: before = try value.bytes.map { bytes throws(EtcdFailure) in try EtcdKeyValue(bytes) }
            default: break
            }
        }
        guard let pair else { throw .unknownOutcome("an event has no key") }
        revision = pair.modified
        if pair.key == keys.state { isReplaced = true }
        guard let key = keys.resourceKey(pair.key) else { return }
        let isCreation = !isDeletion && pair.created == pair.modified
        // Copies: events are kept long after the message they came in.
        let previous = before.map {
            StoredObject(key: key, value: ByteBuffer(bytes: $0.value.readableBytesView), revision: $0.modified + offset)
        }
        // What was before is compacted away: the watcher could not be told whether it left its selection.
        guard isCreation || previous != nil else { throw .compacted(oldest: pair.modified + offset) }
        let value = isDeletion ? previous?.value : nil
        events.append(
            StoreEvent(
                change: isDeletion ? .deleted : isCreation ? .added : .modified,
                object: StoredObject(
                    key: key,
                    value: value ?? ByteBuffer(bytes: pair.value.readableBytesView),
                    revision: pair.modified + offset
                ),
                previous: isCreation ? nil : previous
            )
        )
    }
}
