import Kubernetes
package import NIOCore
import NIOPosix

extension EtcdResourceStore {
    /// etcd takes 128 operations and 1.5 MiB a transaction.
    private static let operationLimit = 100
    private static let sizeLimit = 512 << 10

    /// Not in one transaction, for etcd has none so large: until it ends, the state says that nothing may be read.
    package func replaceAll(
        above floor: Int64,
        with next: @escaping @Sendable () throws -> [(key: ResourceKey, value: ByteBuffer)]?
    ) async throws -> Int64 {
        var state = try await stateInEtcd()
        state.isRestoring = true
        forgetState()
        _ = try await put(state)
        let first = try await mapped { () async throws(EtcdFailure) in
            try await self.client.write(.transaction, EtcdRequest.transaction([.deleteAll(self.keys.allObjects)]))
        }
        let begun = try Self.revision(first)
        var last = begun
        var waiting: [EtcdRequest.Operation] = []
        var size = 0
        while let objects = try await NIOThreadPool.singleton.runIfActive({ try next() }) {
            for (key, value) in objects {
                guard value.readableBytes <= Self.valueSizeLimit else {
                    throw StoreError.tooLarge(limit: Self.valueSizeLimit)
                }
                if waiting.count == Self.operationLimit || size + value.readableBytes > Self.sizeLimit, !waiting.isEmpty
                {
                    last = try await write(waiting)
                    (waiting, size) = ([], 0)
                }
                waiting.append(.put(keys.key(key), value))
                size += value.readableBytes
            }
        }
        if !waiting.isEmpty { last = try await write(waiting) }
        state.offset = max(state.offset, floor - begun)
        state.floor = last + state.offset
        state.isRestoring = false
        _ = try await put(state)
        forgetState()
        return state.floor
    }

    private func write(_ operations: [EtcdRequest.Operation]) async throws(StoreError) -> Int64 {
        try Self.revision(
            try await mapped { () async throws(EtcdFailure) in
                try await self.client.write(.transaction, EtcdRequest.transaction(operations))
            }
        )
    }

    private func put(_ state: EtcdState) async throws(StoreError) -> Int64 {
        try Self.revision(
            try await mapped { () async throws(EtcdFailure) in
                try await self.client.write(.put, EtcdRequest.put(self.keys.state, ByteBuffer(string: state.text)))
            }
        )
    }
}
