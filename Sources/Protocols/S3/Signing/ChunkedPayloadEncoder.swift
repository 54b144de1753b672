import Crypto

/// Puts a body into aws-chunked framing: before each chunk `head`, after it `chunkEnd`, at last `end`.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
package struct ChunkedPayloadEncoder: Sendable {
    /// What follows the bytes of a chunk.
    package static let chunkEnd = Array("\r\n".utf8)

    private let mode: PayloadMode
    private var signing: ChunkSigning?

    /// An encoder; `signing` is that of the request's signature and is used where `mode` signs chunks.
    package init(mode: PayloadMode, signing: ChunkSigning?) {
        self.mode = mode
        self.signing = mode.signsChunks ? signing : nil
    }

    /// The line before a chunk of these bytes; not for an empty one.
    package mutating func head(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        if signing != nil { hash.update(bufferPointer: bytes) }
        return sizeLine(count: bytes.count, hash: hash)
    }

    /// The last chunk, and the trailer with these fields where `mode` has one.
    package mutating func end(trailers: [(name: String, value: String)] = []) -> [UInt8] {
        var result = sizeLine(count: 0, hash: SHA256())
        guard mode.hasTrailer else { return result + Self.chunkEnd }
        let fields = trailers.map { "\($0.name.lowercased()):\($0.value)" }
        for field in fields { result += Array(field.utf8) + Self.chunkEnd }
        if var signing {
            let signature = signing.sign(trailer: Array(fields.map { "\($0)\n" }.joined().utf8))
            result += Array("x-amz-trailer-signature:\(signature)".utf8) + Self.chunkEnd
            self.signing = signing
        }
        return result + Self.chunkEnd
    }

    /// The length of the framed body: what `Content-Length` says.
    package static func encodedLength(
        of length: Int64,
        chunkSize: Int64,
        mode: PayloadMode,
        trailers: [(name: String, valueLength: Int)] = []
    ) -> Int64 {
        let extra: Int64 = mode.signsChunks ? 81 : 0  // ;chunk-signature= and 64 digits
        func line(_ size: Int64) -> Int64 { Int64(String(size, radix: 16).utf8.count) + extra + 2 }
        var result = length / chunkSize * (line(chunkSize) + chunkSize + 2)
        let rest = length % chunkSize
        if rest > 0 { result += line(rest) + rest + 2 }
        result += line(0) + 2
        guard mode.hasTrailer else { return result }
        for trailer in trailers { result += Int64(trailer.name.utf8.count + 1 + trailer.valueLength + 2) }
        return result + (mode.signsChunks ? 24 + 64 + 2 : 0)
    }

    private mutating func sizeLine(count: Int, hash: SHA256) -> [UInt8] {
        var line = String(count, radix: 16)
        if var signing {
            line += ";chunk-signature=\(signing.sign(chunk: hash.finalize()))"
            self.signing = signing
        }
        return Array(line.utf8) + Self.chunkEnd
    }
}
