import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// Responses with objects in them.
enum ResourceAnswer {
    /// A response with JSON.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        var body = ByteBuffer()
        value.write(to: &body)
        return bytes(body, status: status)
    }

    /// A response with bytes that are JSON already.
    static func bytes(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-cache, private"],
            body: ResponseBody(byteBuffer: body)
        )
    }

    /// One object in the form that the client asked for.
    static func object(
        _ object: JSONValue,
        _ form: ResponseForm,
        _ kind: ResourceKind,
        now: Double,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        switch form {
        case .object: return json(object, status: status)
        case .table(let version, let rows):
            let table = ObjectTable(kind: kind, version: version, rows: rows, now: now)
            return json(table.json([object], resourceVersion: object.resourceVersion), status: status)
        case .partial(let version): return json(object.partial(version: version), status: status)
        }
    }

    /// A list in the form that the client asked for.
    static func list(_ list: ObjectList, _ form: ResponseForm, _ kind: ResourceKind, now: Double) -> Response {
        var metadata = JSONObject()
        metadata["resourceVersion"] = .string(list.resourceVersion)
        if !list.continuation.isEmpty { metadata["continue"] = .string(list.continuation) }
        if let remaining = list.remaining { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
        switch form {
        case .object:
            return json([
                "kind": .string(kind.listKind), "apiVersion": .string(kind.gvk.apiVersion),
                "metadata": .object(metadata), "items": .array(list.items),
            ])
        case .table(let version, let rows):
            return json(
                ObjectTable(kind: kind, version: version, rows: rows, now: now).json(
                    list.items,
                    resourceVersion: list.resourceVersion,
                    continuation: list.continuation,
                    remaining: list.remaining
                )
            )
        case .partial(let version):
            return json([
                "kind": "PartialObjectMetadataList", "apiVersion": .string("meta.k8s.io/\(version)"),
                "metadata": .object(metadata), "items": .array(list.items.map { $0.partial(version: version) }),
            ])
        }
    }

    /// `Status` Success of a deletion.
    static func deleted(_ object: JSONValue, _ kind: ResourceKind) -> Response {
        let status = Status(
            code: 200,
            reason: "",
            message: "",
            name: object.name,
            kind: kind.resource,
            group: kind.gvk.group,
            uid: object.uid
        )
        return json(status.json)
    }
}
