import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// Lists: what selects nothing is spliced together from stored bytes, page by page.
struct ListRoute: Sendable {
    let context: StorageContext

    func respond(_ call: ResourceCall) async throws -> Response {
        let options = try call.query.list()
        if let stored = call.backend as? StoredResource, call.form == .object, stored.isSentAsStored,
            Selection(options, stored.kind).isEverything
        {
            return try await spliced(stored, options, call)
        }
        let list = try await call.backend.list(options, call.request)
        return ResourceAnswer.list(list, call.form, call.kind, now: context.now())
    }

    /// The stored bytes with their resourceVersions; a list without a limit is sent while it is read.
    private func spliced(
        _ stored: StoredResource,
        _ options: ListOptions,
        _ call: ResourceCall
    ) async throws -> Response {
        var cursor = try await ListCursor(stored, options, namespace: call.request.namespace)
        let first = try await cursor.next(options.limit ?? StoredResource.pageSize)
        let isWhole = options.limit != nil || !first.hasMore
        var metadata: JSONValue = ["resourceVersion": .string("\(cursor.revision)")]
        if isWhole, first.hasMore {
            metadata.set(.string(stored.token(first.items.last, cursor)), at: ["continue"])
            if let remaining = first.remaining {
                metadata.set(.integer(Int64(remaining)), at: ["remainingItemCount"])
            }
        }
        var head = ByteBuffer()
        head.writeString(
            "{\"kind\":\"\(call.kind.listKind)\",\"apiVersion\":\"\(call.kind.gvk.apiVersion)\",\"metadata\":"
        )
        metadata.write(to: &head)
        head.writeString(",\"items\":[")
        Self.splice(first, isFirst: true, into: &head)
        if isWhole {
            head.writeString("]}\n")
            return ResourceAnswer.bytes(head)
        }
        let began = (head, cursor)
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-cache, private"],
            body: ResponseBody { writer in
                var (buffer, cursor) = began
                var hasMore = true
                while hasMore {
                    try await writer.write(buffer)
                    buffer = ByteBuffer()
                    let page = try await cursor.next(StoredResource.pageSize)
                    hasMore = page.hasMore
                    Self.splice(page, isFirst: false, into: &buffer)
                }
                buffer.writeString("]}\n")
                try await writer.write(buffer)
                try await writer.finish(nil)
            }
        )
    }

    private static func splice(_ page: ResourcePage, isFirst: Bool, into buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: page.items.reduce(16) { $0 + $1.value.readableBytes + 48 })
        for (index, stored) in page.items.enumerated() {
            if index > 0 || !isFirst { buffer.writeString(",") }
            StoredEncoding.splice(stored, into: &buffer)
        }
    }
}
