import NIOCore

/// Cuts a stream of bytes into lines of a bounded length.
struct LineSplitter {
    private let limit: Int
    private var buffer = ByteBuffer()
    /// Bytes from the reader on that hold no line feed.
    private var searched = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Forgets a line that has begun.
    mutating func reset() {
        buffer.clear()
        searched = 0
    }

    mutating func append(_ chunk: ByteBuffer) {
        var chunk = chunk
        buffer.writeBuffer(&chunk)
    }

    /// The next whole line without its end; empty lines are skipped.
    ///
    /// Nil when more bytes are needed.
    mutating func next() throws -> ByteBuffer? {
        while true {
            let view = buffer.readableBytesView
            guard let end = view[(view.startIndex + searched)...].firstIndex(of: UInt8(ascii: "\n")) else {
                searched = view.count
                guard searched <= limit else { throw KubernetesClientError.malformedAnswer("a line is too long") }
                return nil
            }
            let line = buffer.readSlice(length: end - view.startIndex)
            buffer.moveReaderIndex(forwardBy: 1)
            searched = 0
            if buffer.readableBytes == 0 { buffer.clear() } else { buffer.discardReadBytes() }
            if let line, line.readableBytes > 0 { return line }
        }
    }
}
