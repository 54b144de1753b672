import AsyncHTTPClient
import Foundation
import Kubernetes
import NIOCore

/// One watch of all our keys: lines of JSON, as long as the connection lives.
struct EtcdWatch {
    /// What one line tells.
    struct Message {
        var events: [StoreEvent] = []
        /// Everything up to here was told, as etcd's revision; nil when the line does not say.
        var revision: Int64?
        /// A restore began or ended.
        var isReplaced = false
        /// The watch is established.
        var isCreated = false
    }

    private static let lineLimit = 64 << 20

    private let keys: EtcdKeys
    private let offset: Int64
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var rest = ByteBuffer()
    /// Up to where `rest` is known to hold no end of line.
    private var searched = 0

    init(_ body: HTTPClientResponse.Body, keys: EtcdKeys, offset: Int64) {
        (self.keys, self.offset) = (keys, offset)
        chunks = body.makeAsyncIterator()
    }

    /// The next line; `.unknownOutcome` when the connection ended.
    mutating func next() async throws(EtcdFailure) -> Message {
        while true {
            if let line = nextLine() { return try message(line) }
            guard rest.readableBytes < Self.lineLimit else { throw .refused("a line of the watch is too long") }
            do {
                guard var chunk = try await chunks.next() else { throw EtcdFailure.unknownOutcome("the watch ended") }
                if rest.readableBytes == 0 { (rest, searched) = (chunk, 0) } else { rest.writeBuffer(&chunk) }
            } catch let failure as EtcdFailure { throw failure } catch {
                throw .unknownOutcome("the watch broke")
            }
        }
    }

    private mutating func nextLine() -> ByteBuffer? {
        let bytes = rest.readableBytesView
        guard let end = bytes.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            return nil
        }
        let line = rest.readSlice(length: end - bytes.startIndex)
        rest.moveReaderIndex(forwardBy: 1)
        searched = 0
        rest.discardReadBytes()
        return line
    }

    private func message(_ line: ByteBuffer) throws(EtcdFailure) -> Message {
        let result = try EtcdGateway.message(line)
        if result["canceled"]?.bool == true {
            if let oldest = EtcdKeyValue.number(result["compact_revision"]), oldest > 0 {
                throw .compacted(oldest: oldest + offset)
            }
            throw .unknownOutcome("the watch was ended: \(result["cancel_reason"]?.string ?? "")")
        }
        var message = Message(isCreated: result["created"]?.bool == true)
        let events = result["events"]?.array ?? []
        if events.isEmpty, !message.isCreated { message.revision = EtcdKeyValue.number(result["header"]?["revision"]) }
        for event in events {
            guard let pair = event["kv"].flatMap({ EtcdKeyValue($0) }) else { throw .refused("an event has no key") }
            message.revision = pair.modified
            if pair.key == keys.state { message.isReplaced = true }
            guard let key = keys.resourceKey(pair.key) else { continue }
            message.events.append(try self.event(key, pair, event))
        }
        return message
    }

    private func event(_ key: ResourceKey, _ pair: EtcdKeyValue, _ event: JSONValue) throws(EtcdFailure) -> StoreEvent {
        let isDeletion = event["type"]?.string == "DELETE"
        let isCreation = !isDeletion && pair.created == pair.modified
        let previous = event["prev_kv"].flatMap { EtcdKeyValue($0) }.map {
            StoredObject(key: key, value: $0.value, revision: $0.modified + offset)
        }
        // What was before is compacted away: the watcher could not be told whether it left its selection.
        guard isCreation || previous != nil else { throw .compacted(oldest: pair.modified + offset) }
        let value = isDeletion ? previous?.value ?? pair.value : pair.value
        return StoreEvent(
            change: isDeletion ? .deleted : isCreation ? .added : .modified,
            object: StoredObject(key: key, value: value, revision: pair.modified + offset),
            previous: isCreation ? nil : previous
        )
    }
}
