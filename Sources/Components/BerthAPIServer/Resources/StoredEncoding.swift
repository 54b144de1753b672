package import Kubernetes
package import NIOCore

/// How objects lie in the store: JSON that begins with `{"metadata":{` and has no resourceVersion.
///
/// The store's revision is the resourceVersion; reading splices it in behind those 13 bytes, so that lists and
/// watches need no parsing.
package enum StoredEncoding {
    private static let head = "{\"metadata\":{"
    private static let memberOrder = ["kind", "apiVersion", "metadata"]

    /// The bytes of an object; its resourceVersion is left out.
    package static func encode(_ object: JSONValue) -> ByteBuffer {
        var metadata = object["metadata"]?.object ?? JSONObject()
        metadata["resourceVersion"] = nil
        metadata["selfLink"] = nil
        var members: [(String, JSONValue)] = [("metadata", .object(metadata))]
        for name in ["apiVersion", "kind"] {
            if let value = object[name] { members.append((name, value)) }
        }
        for member in object.object ?? JSONObject() where !memberOrder.contains(member.name) {
            members.append((member.name, member.value))
        }
        var buffer = ByteBuffer()
        JSONValue.object(JSONObject(members)).write(to: &buffer)
        return buffer
    }

    /// The object with its resourceVersion, members in the usual order.
    ///
    /// - Throws: `Status` 500 when the bytes are no object of ours.
    package static func decode(_ stored: StoredObject) throws(Status) -> JSONValue {
        guard let value = try? JSONValue(parsing: stored.value), var object = value.object,
            let metadata = object["metadata"]?.object
        else { throw .internalError("an object in the store cannot be read") }
        var members = JSONObject()
        members["kind"] = object["kind"]
        members["apiVersion"] = object["apiVersion"]
        var ordered: [(String, JSONValue)] = []
        var isPlaced = false
        for member in metadata {
            ordered.append((member.name, member.value))
            if member.name == "uid" {
                ordered.append(("resourceVersion", .string("\(stored.revision)")))
                isPlaced = true
            }
        }
        if !isPlaced { ordered.append(("resourceVersion", .string("\(stored.revision)"))) }
        members["metadata"] = .object(JSONObject(ordered))
        for name in memberOrder { object[name] = nil }
        return .object(JSONObject(members.map { ($0.name, $0.value) } + object.map { ($0.name, $0.value) }))
    }

    /// Appends the object's JSON with its resourceVersion, without parsing it.
    package static func splice(_ stored: StoredObject, into buffer: inout ByteBuffer) {
        var rest = stored.value
        rest.moveReaderIndex(forwardBy: min(head.utf8.count, rest.readableBytes))
        buffer.writeStaticString("{\"metadata\":{\"resourceVersion\":\"")
        buffer.writeString("\(stored.revision)")
        buffer.writeStaticString(
            rest.getInteger(at: rest.readerIndex, as: UInt8.self) == UInt8(ascii: "}") ? "\"" : "\","
        )
        buffer.writeBuffer(&rest)
    }
}
