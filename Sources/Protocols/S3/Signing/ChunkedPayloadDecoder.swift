import Crypto

/// Takes a body out of aws-chunked framing, checks the chain of chunk signatures and gathers the trailer.
///
/// What it hands out is proved only when `finish` returns: nothing may be committed before.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
package struct ChunkedPayloadDecoder: Sendable {
    private enum State: Sendable {
        case sizeLine
        case bytes(remaining: Int64)
        case chunkEnd(seen: Int)
        case trailerLine
        case finalEnd(seen: Int)
        case done
    }

    /// The longest line of a size or a trailer field.
    package static let lineLimit = 1024
    /// The most bytes of trailer fields.
    package static let trailerLimit = 8192
    private static let signatureName = "x-amz-trailer-signature"

    private let mode: PayloadMode
    private let decodedLength: Int64
    private let trailerNames: Set<String>
    private var signing: ChunkSigning?
    private var state = State.sizeLine
    private var line: [UInt8] = []
    private var received: Int64 = 0
    private var hash = SHA256()
    private var chunkSignature: [UInt8] = []
    private var trailers: [(name: String, value: String)] = []
    private var trailerBytes = 0
    private var hasTrailerSignature = false

    /// A decoder for a body of `decodedLength` bytes; `trailerNames` are the lower-case names that `x-amz-trailer` lists.
    package init(
        mode: PayloadMode,
        signing: ChunkSigning?,
        decodedLength: Int64,
        trailerNames: Set<String> = []
    ) throws(S3Error) {
        guard mode.isChunked, mode.signsChunks == (signing != nil), decodedLength >= 0 else {
            throw S3Error(.invalidRequest)
        }
        guard mode.hasTrailer || trailerNames.isEmpty else { throw S3Error(.malformedTrailerError) }
        self.mode = mode
        self.signing = signing
        self.decodedLength = decodedLength
        self.trailerNames = trailerNames
    }

    /// Takes the next bytes of the body and gives `emit` the ranges of them that are content.
    package mutating func decode(_ input: UnsafeRawBufferPointer, emit: (Range<Int>) throws -> Void) throws {
        var position = 0
        while position < input.count {
            if case .bytes(let remaining) = state {
                let count = Int(min(remaining, Int64(input.count - position)))
                let range = position..<(position + count)
                if signing != nil { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: input[range])) }
                try emit(range)
                position += count
                state = remaining > Int64(count) ? .bytes(remaining: remaining - Int64(count)) : .chunkEnd(seen: 0)
                if case .chunkEnd = state { try checkChunk() }
                continue
            }
            try take(input[position])
            position += 1
        }
    }

    /// The trailer fields; throws unless the body came to its end with all that was announced.
    package mutating func finish() throws(S3Error) -> [(name: String, value: String)] {
        switch state {
        case .done: break
        case .trailerLine where isTrailerWhole && line.isEmpty: break
        default: throw S3Error(.incompleteBody, "The body ended before its last chunk.")
        }
        guard received == decodedLength else { throw Self.lengthMismatch }
        guard Set(trailers.map(\.name)) == trailerNames else { throw S3Error(.malformedTrailerError) }
        return trailers
    }

    private static var lengthMismatch: S3Error {
        S3Error(.incompleteBody, "The body does not have the length that x-amz-decoded-content-length gives.")
    }

    private static var malformed: S3Error {
        S3Error(.invalidRequest, "The aws-chunked framing of the body is malformed.")
    }

    private mutating func take(_ byte: UInt8) throws(S3Error) {
        switch state {
        case .bytes: break
        case .sizeLine:
            guard byte != UInt8(ascii: "\n") else {
                guard line.popLast() == UInt8(ascii: "\r") else { throw Self.malformed }
                try beginChunk()
                return
            }
            try append(byte)
        case .chunkEnd(let seen):
            try expectLineEnd(byte, seen)
            state = seen == 0 ? .chunkEnd(seen: 1) : .sizeLine
        case .finalEnd(let seen):
            try expectLineEnd(byte, seen)
            state = seen == 0 ? .finalEnd(seen: 1) : .done
        case .trailerLine:
            guard byte != UInt8(ascii: "\n") else {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                try endTrailerLine()
                return
            }
            try append(byte)
        case .done:
            // Some clients end the trailer with one line end more; nothing else may follow.
            guard mode.hasTrailer, byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n"), trailerBytes < 4 else {
                throw Self.malformed
            }
            trailerBytes += 1
        }
    }

    private func expectLineEnd(_ byte: UInt8, _ seen: Int) throws(S3Error) {
        guard byte == (seen == 0 ? UInt8(ascii: "\r") : UInt8(ascii: "\n")) else { throw Self.malformed }
    }

    private mutating func append(_ byte: UInt8) throws(S3Error) {
        guard line.count < Self.lineLimit else { throw Self.malformed }
        line.append(byte)
    }

    /// Reads `<hex size>` or `<hex size>;chunk-signature=<hex>`.
    private mutating func beginChunk() throws(S3Error) {
        defer { line.removeAll(keepingCapacity: true) }
        let pieces = line.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let digits = pieces.first, (1...16).contains(digits.count) else { throw Self.malformed }
        var size: UInt64 = 0
        for digit in digits {
            guard let value = Hex.value(digit) else { throw Self.malformed }
            size = size << 4 | UInt64(value)
        }
        guard size <= UInt64(decodedLength - received) else { throw Self.lengthMismatch }
        if signing != nil {
            let name = Array("chunk-signature=".utf8)
            guard pieces.count == 2, pieces[1].starts(with: name),
                let signature = Hex.decode(String(decoding: pieces[1].dropFirst(name.count), as: UTF8.self)),
                signature.count == 32
            else { throw S3Error(.signatureDoesNotMatch) }
            chunkSignature = signature
        } else if pieces.count != 1 {
            throw Self.malformed
        }
        hash = SHA256()
        received += Int64(size)
        if size > 0 {
            state = .bytes(remaining: Int64(size))
            return
        }
        try checkChunk()
        state = mode.hasTrailer ? .trailerLine : .finalEnd(seen: 0)
    }

    private mutating func checkChunk() throws(S3Error) {
        guard var signing else { return }
        let expected = signing.sign(chunk: hash.finalize())
        guard Self.isSame(Hex.decode(expected) ?? [], chunkSignature) else { throw S3Error(.signatureDoesNotMatch) }
        self.signing = signing
    }

    private var isTrailerWhole: Bool { !mode.signsChunks || hasTrailerSignature }

    private mutating func endTrailerLine() throws(S3Error) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            // An empty line may also stand between the fields and their signature.
            if isTrailerWhole {
                state = .done
                trailerBytes = 0
            } else {
                try count(2)
            }
            return
        }
        try count(line.count + 2)
        guard !hasTrailerSignature, let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let text = String(validating: line, as: UTF8.self), line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw S3Error(.malformedTrailerError) }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = String(text.utf8.dropFirst(colon + 1)).map { String($0.trimming(" \t")) } ?? ""
        if name == Self.signatureName {
            try checkTrailer(signature: value)
            return
        }
        guard trailerNames.contains(name), !trailers.contains(where: { $0.name == name }) else {
            throw S3Error(.malformedTrailerError)
        }
        trailers.append((name, value))
    }

    private mutating func count(_ bytes: Int) throws(S3Error) {
        trailerBytes += bytes
        guard trailerBytes <= Self.trailerLimit else { throw S3Error(.malformedTrailerError) }
    }

    private mutating func checkTrailer(signature: String) throws(S3Error) {
        guard var signing else { throw S3Error(.malformedTrailerError) }
        let fields = trailers.map { "\($0.name):\($0.value)\n" }.joined()
        let expected = signing.sign(trailer: Array(fields.utf8))
        guard let given = Hex.decode(signature), Self.isSame(Hex.decode(expected) ?? [], given) else {
            throw S3Error(.signatureDoesNotMatch)
        }
        hasTrailerSignature = true
    }

    /// Whether two signatures are the same, in a time that does not depend on where they differ.
    private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
