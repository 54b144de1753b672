import FoundationEssentials
import S3
import Testing

/// The examples that AWS publishes for chunked uploads, and what goes wrong with them.
@Suite struct `A chunked payload` {
    private static let headers: [(name: String, value: String)] = [
        (name: "host", value: "s3.amazonaws.com"), (name: "x-amz-date", value: "20130524T000000Z"),
        (name: "x-amz-storage-class", value: "REDUCED_REDUNDANCY"),
        (name: "x-amz-content-sha256", value: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        (name: "content-encoding", value: "aws-chunked"), (name: "x-amz-decoded-content-length", value: "66560"),
        (name: "content-length", value: "66824"),
        (
            name: "authorization",
            value: "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                + "x-amz-decoded-content-length;x-amz-storage-class,"
                + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
        ),
    ]

    private func signing(_ headers: [(name: String, value: String)] = headers) throws -> VerifiedSignature {
        let request = UnverifiedRequest(
            method: "PUT",
            path: "/examplebucket/chunkObject.txt",
            query: [],
            headers: headers
        )
        let now = try #require(SigningTime("20130524T000500Z")).date
        return try RequestVerifier().verify(request, now: now) { _ in `A request signer`.credentials.secretKey }
    }

    private func decode(
        _ body: [UInt8],
        with decoder: ChunkedPayloadDecoder,
        step: Int = 1000
    ) throws -> (content: [UInt8], trailers: [String]) {
        var decoder = decoder
        var content: [UInt8] = []
        for start in stride(from: 0, to: body.count, by: step) {
            let piece = Array(body[start..<min(start + step, body.count)])
            try piece.withUnsafeBytes { bytes in try decoder.decode(bytes) { content += bytes[$0] } }
        }
        let trailers = try decoder.finish()
        return (content, trailers.map { "\($0.name)=\($0.value)" })
    }

    private static func chunks(_ content: [UInt8], _ encoder: inout ChunkedPayloadEncoder) -> [UInt8] {
        var body: [UInt8] = []
        for start in stride(from: 0, to: content.count, by: 65_536) {
            let piece = Array(content[start..<min(start + 65_536, content.count)])
            body += piece.withUnsafeBytes { encoder.head(of: $0) } + piece + ChunkedPayloadEncoder.chunkEnd
        }
        return body
    }

    private static let content = [UInt8](repeating: UInt8(ascii: "a"), count: 66_560)

    @Test func `carries the published signatures`() throws {
        let signature = try signing()
        var encoder = ChunkedPayloadEncoder(mode: .signedChunks, signing: signature.chunkSigning)
        let body = Self.chunks(Self.content, &encoder) + encoder.end()
        let text = String(decoding: body, as: UTF8.self)
        for part in [
            "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
            "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
            "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
        ] { #expect(text.contains(part)) }
        #expect(body.count == 66_824)
        let length = ChunkedPayloadEncoder.encodedLength(of: 66_560, chunkSize: 65_536, mode: .signedChunks)
        #expect(length == 66_824)
        for step in [1, 7, 4096, 100_000] {
            let decoder = try ChunkedPayloadDecoder(
                mode: .signedChunks,
                signing: signature.chunkSigning,
                decodedLength: 66_560
            )
            #expect(try decode(body, with: decoder, step: step).content == Self.content)
        }
    }

    @Test func `carries a signed trailer`() throws {
        var headers = Self.headers.filter { $0.name != "authorization" }
        headers.removeAll { $0.name == "x-amz-content-sha256" || $0.name == "content-length" }
        headers += [
            (name: "x-amz-content-sha256", value: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
            (name: "x-amz-trailer", value: "x-amz-checksum-crc32c"),
            (
                name: "authorization",
                value: "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                    + "SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date;"
                    + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer,"
                    + "Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"
            ),
        ]
        let signature = try signing(headers)
        var encoder = ChunkedPayloadEncoder(mode: .signedChunksWithTrailer, signing: signature.chunkSigning)
        let body =
            Self.chunks(Self.content, &encoder)
            + encoder.end(trailers: [(name: "x-amz-checksum-crc32c", value: "sOO8/Q==")])
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"))
        let length = ChunkedPayloadEncoder.encodedLength(
            of: 66_560,
            chunkSize: 65_536,
            mode: .signedChunksWithTrailer,
            trailers: [(name: "x-amz-checksum-crc32c", valueLength: 8)]
        )
        #expect(length == Int64(body.count))
        let decoder = try ChunkedPayloadDecoder(
            mode: .signedChunksWithTrailer,
            signing: signature.chunkSigning,
            decodedLength: 66_560,
            trailerNames: ["x-amz-checksum-crc32c"]
        )
        let decoded = try decode(body, with: decoder)
        #expect(decoded.content == Self.content)
        #expect(decoded.trailers == ["x-amz-checksum-crc32c=sOO8/Q=="])
        // The form of clients that end the fields with a bare newline and an empty line.
        let other = text.replacing("sOO8/Q==\r\n", with: "sOO8/Q==\n\r\n")
        #expect(try decode(Array(other.utf8), with: decoder).content == Self.content)
        let places = Array(0..<100) + Array(stride(from: 100, to: body.count - 400, by: 4999))
        for place in places + Array((body.count - 400)..<body.count) {
            var forged = body
            forged[place] ^= 1
            #expect(throws: S3Error.self, "byte \(place)") { try decode(forged, with: decoder).trailers }
        }
        let cut = Array(text.utf8.prefix(upTo: text.utf8.firstIndex(of: UInt8(ascii: "x")) ?? text.endIndex))
        #expect(throws: S3Error.self) { try decode(cut, with: decoder).trailers }
        let unsignedTrailer = Array(text.split(separator: "x-amz-trailer-signature")[0].utf8)
        #expect(throws: S3Error.self) { try decode(unsignedTrailer, with: decoder).trailers }
    }

    @Test(arguments: [
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\n\r\n\r\n",
        "2\r\nhe\r\n03\r\nllo\r\n0\r\nX-Amz-Checksum-CRC32: NhCmhg==\r\n\r\n",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n",
    ])
    func `without signatures ends with its trailer`(body: String) throws {
        let decoder = try ChunkedPayloadDecoder(
            mode: .unsignedChunksWithTrailer,
            signing: nil,
            decodedLength: 5,
            trailerNames: ["x-amz-checksum-crc32"]
        )
        for step in 1...8 {
            let decoded = try decode(Array(body.utf8), with: decoder, step: step)
            #expect(decoded.content == Array("hello".utf8))
            #expect(decoded.trailers == ["x-amz-checksum-crc32=NhCmhg=="])
        }
    }

    @Test(arguments: [
        "", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", "5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==",
        "4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "ffffffffffffffff\r\nhello\r\n0\r\n\r\n", "10000000000000005\r\nhello\r\n", "-5\r\nhello\r\n",
        "+5\r\nhello\r\n",
        "0x5\r\nhello\r\n", "\r\nhello", "5\nhello\r\n", "5;a=b\r\nhello\r\n", "5\r\nhelloXX0\r\n\r\n",
        "5\r\nhello\r\n0\r\nx-other:1\r\n\r\n", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\nmore",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "5\r\nhello\r\n0\r\nnothing\r\n\r\n", "5\r\nhello\r\n0\r\nx-amz-trailer-signature:00\r\n\r\n",
    ])
    func `without signatures is refused when malformed`(body: String) throws {
        let decoder = try ChunkedPayloadDecoder(
            mode: .unsignedChunksWithTrailer,
            signing: nil,
            decodedLength: 5,
            trailerNames: ["x-amz-checksum-crc32"]
        )
        for step in [1, 3, 1000] {
            #expect(throws: S3Error.self) { try decode(Array(body.utf8), with: decoder, step: step).trailers }
        }
    }

    @Test func `never ends early, whatever is cut off`() throws {
        let signature = try signing()
        var encoder = ChunkedPayloadEncoder(mode: .signedChunks, signing: signature.chunkSigning)
        let content = Array("hello".utf8)
        let body = Self.chunks(content, &encoder) + encoder.end()
        let decoder = try ChunkedPayloadDecoder(
            mode: .signedChunks,
            signing: signature.chunkSigning,
            decodedLength: 5
        )
        #expect(try decode(body, with: decoder).content == content)
        for length in 0..<body.count {
            #expect(throws: S3Error.self) { try decode(Array(body[..<length]), with: decoder) }
        }
    }
}
