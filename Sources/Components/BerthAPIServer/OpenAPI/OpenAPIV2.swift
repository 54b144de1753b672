import Kubernetes
import NIOCore

/// `/openapi/v2`: all kinds in one Swagger 2.0 document, as JSON or as the protobuf that clients before 1.24 ask for.
///
/// They explain by it, check objects before they send them, and merge lists by its keys. Made piece by piece, so
/// that only its bytes are ever there as a whole.
enum OpenAPIV2 {
    /// Clients ask for the type with an `@`, which their own parser refuses in an answer.
    private static let protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
    private static let title = "Berth"

    /// Which of the two forms a client asks for.
    static func isProtobuf(accept: String) -> Bool { accept.contains("+protobuf") }

    static func contentType(isProtobuf: Bool) -> String { isProtobuf ? protobuf : "application/json" }

    /// The bytes of the document.
    static func body(_ table: CatalogTable, isProtobuf: Bool) -> ByteBuffer {
        var components = ComponentSchemas(.v2)
        for kind in table.resources.map(\.kind) {
            components.add(kind)
            for subresource in kind.subresources where subresource.gvk != kind.gvk { components.add(subresource.gvk) }
        }
        return isProtobuf ? message(table, components) : json(table, components)
    }

    private static func message(_ table: CatalogTable, _ components: ComponentSchemas) -> ByteBuffer {
        var paths = ProtobufWriter()
        forEachPath(of: table) { OpenAPIV2Protobuf.path($0, $1, to: &paths) }
        var definitions = ProtobufWriter()
        components.forEach { OpenAPIV2Protobuf.definition($0, $1, to: &definitions) }
        return ByteBuffer(bytes: OpenAPIV2Protobuf.document(title: title, paths: paths, definitions: definitions))
    }

    private static func json(_ table: CatalogTable, _ components: ComponentSchemas) -> ByteBuffer {
        var body = ByteBuffer(string: #"{"swagger":"2.0","info":{"title":"\#(title)","version":"v1"},"paths":{"#)
        var isFirst = true
        func write(_ name: String, _ value: JSONValue) {
            if !isFirst { body.writeString(",") }
            isFirst = false
            JSONValue.string(name).write(to: &body)
            body.writeString(":")
            value.write(to: &body)
        }
        forEachPath(of: table, write)
        body.writeString(#"},"definitions":{"#)
        isFirst = true
        components.forEach(write)
        body.writeString("}}")
        return body
    }

    private static func forEachPath(of table: CatalogTable, _ body: (String, JSONValue) -> Void) {
        for resource in table.resources {
            for (name, item) in OpenAPIPaths(resource.kind, .v2).all { body(name, item) }
        }
    }
}
