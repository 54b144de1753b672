import S3

/// What a request says about its body, all of which must turn out true before anything is changed.
struct PayloadClaims: Sendable {
    /// The mode that the signature binds the body with.
    let mode: PayloadMode
    /// What checks the chunks, where they are signed.
    let chunkSigning: ChunkSigning?
    /// The length of the content; nil where it is not announced.
    let length: Int64?
    /// The value of `Content-MD5`.
    let md5: [UInt8]?
    /// The checksum in the header.
    let checksum: Checksum?
    /// The checksum that will come in the trailer.
    let trailerAlgorithm: ChecksumAlgorithm?
    /// The names of the trailer fields.
    let trailerNames: Set<String>

    /// Reads the claims of a proved request; `ignoresChecksum` is for the request that completes an upload, whose
    /// checksum is not of its body.
    init(
        _ headers: RequestHeaders,
        _ signature: VerifiedSignature,
        ignoresChecksum: Bool = false
    ) throws(S3Error) {
        mode = signature.payload
        chunkSigning = signature.chunkSigning
        let length = try Self.length(headers["content-length"])
        if mode.isChunked {
            guard let decoded = try Self.length(headers["x-amz-decoded-content-length"]) else {
                throw S3Error(.missingContentLength)
            }
            self.length = decoded
        } else {
            self.length = length
        }
        md5 = try headers["content-md5"].map { (text) throws(S3Error) in
            guard let bytes = Base64.decode(text), bytes.count == 16 else {
                throw S3Error(.invalidDigest, "The Content-MD5 you specified was invalid.")
            }
            return bytes
        }
        let names = Set(
            (headers["x-amz-trailer"] ?? "").split(separator: ",").map {
                $0.filter { $0 != " " && $0 != "\t" }.lowercased()
            }
        )
        trailerNames = names
        guard trailerNames.isEmpty || mode.hasTrailer else {
            throw S3Error(.invalidRequest, "x-amz-trailer is only for a payload with a trailer.")
        }
        checksum = ignoresChecksum ? nil : try Self.checksum(headers)
        let trailers = ChecksumAlgorithm.allCases.filter { names.contains($0.headerName) }
        guard trailers.count + (checksum == nil ? 0 : 1) <= 1 else {
            throw S3Error(.invalidRequest, "Expecting a single x-amz-checksum- header")
        }
        trailerAlgorithm = trailers.first
        if !ignoresChecksum { try checkAlgorithm(headers) }
    }

    /// The algorithms to compute besides those the store needs: of the claims, and of the signed hash.
    var algorithms: Set<ChecksumAlgorithm> {
        var result: Set<ChecksumAlgorithm> = []
        if let checksum { result.insert(checksum.algorithm) }
        if let trailerAlgorithm { result.insert(trailerAlgorithm) }
        if case .hash = mode { result.insert(.sha256) }
        return result
    }

    /// The algorithm of the claimed checksum.
    var claimedAlgorithm: ChecksumAlgorithm? { checksum?.algorithm ?? trailerAlgorithm }

    /// The only checksum in the header fields.
    static func checksum(_ headers: RequestHeaders) throws(S3Error) -> Checksum? {
        var found: Checksum?
        for algorithm in ChecksumAlgorithm.allCases {
            guard let text = headers[algorithm.headerName] else { continue }
            guard found == nil else {
                throw S3Error(.invalidRequest, "Expecting a single x-amz-checksum- header")
            }
            guard let checksum = Checksum(algorithm, text: text), checksum.kind == .fullObject else {
                throw S3Error(
                    .invalidRequest,
                    "Value for \(algorithm.headerName) header is invalid."
                )
            }
            found = checksum
        }
        return found
    }

    /// An announced algorithm must have its value in a header or in the trailer.
    private func checkAlgorithm(_ headers: RequestHeaders) throws(S3Error) {
        guard let name = headers["x-amz-sdk-checksum-algorithm"] else { return }
        guard let algorithm = ChecksumAlgorithm(name: name) else {
            throw S3Error(.invalidRequest, "Checksum algorithm provided is unsupported.")
        }
        guard claimedAlgorithm == nil || claimedAlgorithm == algorithm else {
            throw S3Error(.invalidRequest, "Value for x-amz-sdk-checksum-algorithm header is invalid.")
        }
        guard claimedAlgorithm != nil else {
            throw S3Error(
                .invalidRequest,
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer "
                    + "headers were found."
            )
        }
    }

    private static func length(_ text: String?) throws(S3Error) -> Int64? {
        guard let text else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy(Hex.isDecimal), let length = Int64(text) else {
            throw S3Error(.invalidArgument, "The length of the content is not a number.")
        }
        return length
    }
}
