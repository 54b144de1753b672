import Crypto
import HummingbirdCore
import NIOCore
import S3

/// The body of an authorised request: read once, and given out only when all that was claimed of it is true.
struct RequestPayload: Sendable {
    let claims: PayloadClaims
    private let body: RequestBody
    private let hasBody: Bool

    /// The body with the claims about it; `allowsObjectChecksum` says that a checksum in the header is that of an object.
    init(
        _ authorized: AuthorizedRequest,
        _ body: RequestBody,
        allowsObjectChecksum: Bool = false
    ) throws(S3Error) {
        let headers = authorized.request.headers
        claims = try PayloadClaims(headers, authorized.signature, ignoresChecksum: allowsObjectChecksum)
        self.body = body
        hasBody = headers["transfer-encoding"] != nil || !(headers["content-length"] ?? "0").allSatisfy { $0 == "0" }
    }

    /// Streams the content into the store; what comes back is staged, proved and not yet visible.
    ///
    /// `also` are algorithms to compute besides those of the claims; the checksums to keep come with the content.
    func stage(
        in engine: StorageEngine,
        limit: Int64,
        md5: Bool,
        also: Set<ChecksumAlgorithm> = []
    ) async throws -> (content: StagedContent, checksums: [Checksum]) {
        guard let length = claims.length else { throw S3Error(.missingContentLength) }
        guard length <= limit else {
            throw S3Error(
                .entityTooLarge,
                details: ["ProposedSize": "\(length)", "MaxSizeAllowed": "\(limit)"]
            )
        }
        let writer = try await engine.beginWrite(
            expectedSize: length,
            checksums: claims.algorithms.union(also),
            md5: md5 || claims.md5 != nil
        )
        let content: StagedContent
        let trailers: [(name: String, value: String)]
        do {
            trailers = try await read { try await writer.write($0) }
            content = try await writer.finish()
        } catch {
            await writer.discard()
            throw error
        }
        do {
            try check(trailers, md5: content.md5, sums: content.checksums)
        } catch {
            await content.discard()
            throw error
        }
        let kept = content.checksums.filter {
            $0.algorithm == claims.claimedAlgorithm || also.contains($0.algorithm)
        }
        return (content, kept)
    }

    /// The whole of a small body, such as a document.
    func collect(limit: Int) async throws -> [UInt8] {
        if let length = claims.length, length > Int64(limit) { throw S3Error(.entityTooLarge) }
        var bytes: [UInt8] = []
        let trailers = try await read { buffer in
            guard bytes.count + buffer.readableBytes <= limit else { throw S3Error(.entityTooLarge) }
            bytes += buffer.readableBytesView
        }
        if let length = claims.length, length != Int64(bytes.count) { throw S3Error(.incompleteBody) }
        let sums = claims.algorithms.map { algorithm in
            var hasher = ChecksumHasher(algorithm)
            hasher.update(bytes)
            return hasher.finish()
        }
        let md5 = claims.md5.map { _ in Array(Insecure.MD5.hash(data: bytes)) }
        try check(trailers, md5: md5, sums: sums)
        return bytes
    }

    /// Proves that a request whose operation takes no body has none, or one that was signed.
    func expectNothing() async throws {
        if !hasBody {
            guard case .hash(let hash) = claims.mode else { return }
            guard PayloadMode.hash(hash.lowercased()) == .empty else { throw S3Error(.xAmzContentSHA256Mismatch) }
            return
        }
        _ = try await collect(limit: 64 * 1024)
    }

    /// Hands the content on piece by piece; returns the trailer.
    private func read(
        _ take: (ByteBuffer) async throws -> Void
    ) async throws -> [(name: String, value: String)] {
        guard claims.mode.isChunked, let length = claims.length else {
            for try await buffer in body where buffer.readableBytes > 0 { try await take(buffer) }
            return []
        }
        var decoder = try ChunkedPayloadDecoder(
            mode: claims.mode,
            signing: claims.chunkSigning,
            decodedLength: length,
            trailerNames: claims.trailerNames
        )
        var ranges: [Range<Int>] = []
        for try await buffer in body {
            ranges.removeAll(keepingCapacity: true)
            try buffer.withUnsafeReadableBytes { bytes in try decoder.decode(bytes) { ranges.append($0) } }
            for range in ranges {
                let start = buffer.readerIndex + range.lowerBound
                if let slice = buffer.getSlice(at: start, length: range.count) { try await take(slice) }
            }
        }
        return try decoder.finish()
    }

    /// Refuses unless every claim about the content is true.
    private func check(
        _ trailers: [(name: String, value: String)],
        md5: [UInt8]?,
        sums: [Checksum]
    ) throws(S3Error) {
        if case .hash(let hash) = claims.mode {
            let actual = sums.first { $0.algorithm == .sha256 }
            guard let actual, Hex.decode(hash) == actual.bytes else { throw S3Error(.xAmzContentSHA256Mismatch) }
        }
        if let claimed = claims.md5 {
            guard md5 == claimed else {
                throw S3Error(.badDigest, "The Content-MD5 you specified did not match what we received.")
            }
        }
        var claimed = claims.checksum
        if let algorithm = claims.trailerAlgorithm {
            let text = trailers.first { $0.name == algorithm.headerName }?.value
            guard let text, let checksum = Checksum(algorithm, text: text), checksum.kind == .fullObject else {
                throw S3Error(.invalidRequest, "Value for \(algorithm.headerName) trailing header is invalid.")
            }
            claimed = checksum
        }
        if let claimed, !sums.contains(claimed) {
            throw S3Error(
                .badDigest,
                "The \(claimed.algorithm.rawValue) you specified did not match the calculated checksum."
            )
        }
    }
}
