package import NIOCore

/// JSON in the buffers that travel.
extension JSONValue {
    /// Reads one JSON text from what is readable in `buffer`, which is left as it is.
    package init(parsing buffer: ByteBuffer, limits: JSONLimits = .init()) throws(JSONError) {
        var duplicates: [String] = []
        self = try Self.parse(buffer, limits: limits, duplicates: &duplicates)
    }

    /// Reads one JSON text from what is readable in `buffer` and notes the paths of members that came twice.
    package static func parse(
        _ buffer: ByteBuffer,
        limits: JSONLimits = .init(),
        duplicates: inout [String]
    ) throws(JSONError) -> JSONValue {
        try buffer.withUnsafeReadableBytes { result(of: $0.assumingMemoryBound(to: UInt8.self), limits, &duplicates) }
            .get()
    }

    /// Appends the value as JSON without spaces.
    package func write(to buffer: inout ByteBuffer) {
        var writer = JSONWriter()
        writer.write(self)
        buffer.writeBytes(writer.bytes)
    }
}
