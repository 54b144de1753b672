/// What a request says about its own signature; nothing of it is proved yet.
///
/// Read from exactly one place, the `Authorization` field or the query.
struct SignatureClaim {
    let accessKey: String
    let scope: CredentialScope
    let time: SigningTime
    let signedHeaders: [String]
    let signature: [UInt8]
    let payload: PayloadMode
    /// Seconds for which a URL is good; nil for a signature in the header.
    let expires: Int64?

    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let queryNames = [
        "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
        "X-Amz-Signature",
    ]

    /// The claim of `request`; a request that claims nothing is refused, as is one that claims in two places.
    init(_ request: UnverifiedRequest) throws(S3Error) {
        let parameters = try Self.queryClaim(of: request)
        let authorizations = request.values(of: "authorization")
        guard let authorization = authorizations.first else {
            guard let parameters else { throw S3Error(.accessDenied) }
            try self.init(query: parameters, request: request)
            return
        }
        guard authorizations.count == 1 else {
            throw S3Error(.invalidRequest, "The Authorization header must be given once.")
        }
        guard parameters == nil else {
            throw S3Error(
                .invalidArgument,
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string "
                    + "parameter or the Authorization header should be specified"
            )
        }
        try self.init(authorization: authorization, request: request)
    }

    /// The signature's query parameters by their lower-case names, if there is any; each at most once.
    private static func queryClaim(of request: UnverifiedRequest) throws(S3Error) -> [String: String]? {
        let names = Set(queryNames.map { $0.lowercased() })
        var result: [String: String] = [:]
        for (rawName, rawValue) in request.query {
            guard let name = PercentEncoding.decode(rawName, plusIsSpace: true) else { throw S3Error(.invalidURI) }
            let text = String(decoding: name, as: UTF8.self)
            let lower = text.lowercased()
            if lower == "awsaccesskeyid" { throw unsupportedMechanism }
            if lower == "x-amz-security-token" { throw S3Error(.invalidToken) }
            guard names.contains(lower) || lower == "x-amz-content-sha256" else { continue }
            guard queryNames.contains(text) || text == "X-Amz-Content-Sha256", result[lower] == nil,
                let value = PercentEncoding.decode(rawValue ?? "", plusIsSpace: true)
            else { throw S3Error(.authorizationQueryParametersError) }
            result[lower] = String(decoding: value, as: UTF8.self)
        }
        return result.isEmpty ? nil : result
    }

    private static var unsupportedMechanism: S3Error {
        S3Error(
            .invalidRequest,
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
        )
    }

    private init(authorization: String, request: UnverifiedRequest) throws(S3Error) {
        guard authorization.hasPrefix("\(Self.algorithm) ") else {
            if authorization.hasPrefix("AWS ") || authorization.hasPrefix("AWS4-") { throw Self.unsupportedMechanism }
            throw S3Error(.invalidArgument, "Unsupported Authorization Type")
        }
        var fields: [String: String] = [:]
        for field in authorization.dropFirst(Self.algorithm.count + 1).split(separator: ",") {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0].trimming(" \t"))
            guard pair.count == 2, fields[name] == nil else { throw S3Error(.authorizationHeaderMalformed) }
            fields[name] = String(pair[1].trimming(" \t"))
        }
        guard fields.count == 3, let credential = fields["Credential"], let names = fields["SignedHeaders"],
            let signature = fields["Signature"].flatMap(Self.signature)
        else { throw S3Error(.authorizationHeaderMalformed) }
        (accessKey, scope) = try Self.credential(credential, code: .authorizationHeaderMalformed)
        signedHeaders = try Self.names(names, code: .authorizationHeaderMalformed)
        self.signature = signature
        time = try Self.time(of: request)
        expires = nil
        guard let mode = try Self.payloadHeader(of: request) else {
            throw S3Error(.missingSecurityHeader, "Missing required header for this request: x-amz-content-sha256")
        }
        payload = mode
        guard scope.day == time.day else {
            throw S3Error(
                .authorizationHeaderMalformed,
                "The authorization header is malformed; the date of the credential is not that of the request."
            )
        }
    }

    private init(query: [String: String], request: UnverifiedRequest) throws(S3Error) {
        let code = S3ErrorCode.authorizationQueryParametersError
        guard let algorithm = query["x-amz-algorithm"], let credential = query["x-amz-credential"],
            let date = query["x-amz-date"], let names = query["x-amz-signedheaders"],
            let signature = query["x-amz-signature"], let period = query["x-amz-expires"]
        else {
            throw S3Error(
                code,
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                    + "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
            )
        }
        guard algorithm == Self.algorithm else {
            throw S3Error(code, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"")
        }
        guard let time = SigningTime(date) else {
            throw S3Error(code, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        }
        guard !period.isEmpty, period.utf8.count <= 6, period.utf8.allSatisfy(Hex.isDecimal),
            let expires = Int64(period), (1...604_800).contains(expires)
        else {
            throw S3Error(
                code,
                "X-Amz-Expires must be a number of seconds, at least 1 and less than a week (604800)."
            )
        }
        guard let bytes = Self.signature(signature) else { throw S3Error(.signatureDoesNotMatch) }
        (accessKey, scope) = try Self.credential(credential, code: code)
        guard scope.day == time.day else {
            throw S3Error(code, "The date of the credential is not that of X-Amz-Date.")
        }
        signedHeaders = try Self.names(names, code: code)
        self.signature = bytes
        self.time = time
        self.expires = expires
        let header = try Self.payloadHeader(of: request)
        let parameter = try query["x-amz-content-sha256"].map { (text) throws(S3Error) in try Self.payload(text) }
        guard header == nil || parameter == nil || header == parameter else {
            throw S3Error(.invalidArgument, "x-amz-content-sha256 was given twice.")
        }
        payload = header ?? parameter ?? .unsigned
    }

    /// The bytes of a signature, which has one spelling: lower-case hex.
    private static func signature(_ text: String) -> [UInt8]? {
        text.utf8.count == 64 && !text.utf8.contains { (0x41...0x46).contains($0) } ? Hex.decode(text) : nil
    }

    private static func credential(
        _ text: String,
        code: S3ErrorCode
    ) throws(S3Error) -> (String, CredentialScope) {
        let pieces = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count >= 5, pieces[pieces.count - 1] == "aws4_request" else {
            throw S3Error(
                code,
                "The credential is malformed; expecting \"<access key>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
            )
        }
        let accessKey = pieces[..<(pieces.count - 4)].joined(separator: "/")
        let (day, region, service) = (pieces[pieces.count - 4], pieces[pieces.count - 3], pieces[pieces.count - 2])
        guard !accessKey.isEmpty, accessKey.utf8.count <= 128, region.utf8.count <= 64 else { throw S3Error(code) }
        guard service == "s3" else {
            throw S3Error(code, "The credential is for another service; this endpoint belongs to \"s3\".")
        }
        return (accessKey, CredentialScope(day: day, region: region, service: service))
    }

    private static func names(_ text: String, code: S3ErrorCode) throws(S3Error) -> [String] {
        let names = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        let areFieldNames = names.allSatisfy { name in
            !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !(0x41...0x5A).contains($0) }
        }
        guard areFieldNames, names.count <= 100, Set(names).count == names.count else { throw S3Error(code) }
        return names.sorted()
    }

    /// The time of a request signed by header: `x-amz-date`, or the `Date` field without it.
    private static func time(of request: UnverifiedRequest) throws(S3Error) -> SigningTime {
        let stamps = request.values(of: "x-amz-date")
        let dates = request.values(of: "date")
        guard stamps.count <= 1, dates.count <= 1 else {
            throw S3Error(.invalidRequest, "The date of the request must be given once.")
        }
        if let stamp = stamps.first, let time = SigningTime(stamp) { return time }
        if stamps.isEmpty, let date = dates.first {
            if let time = SigningTime(date) { return time }
            if let time = CalendarTime(httpText: date) { return SigningTime(time.date) }
        }
        throw S3Error(.accessDenied, "AWS authentication requires a valid Date or x-amz-date header")
    }

    private static func payloadHeader(of request: UnverifiedRequest) throws(S3Error) -> PayloadMode? {
        let values = request.values(of: "x-amz-content-sha256")
        guard values.count <= 1 else {
            throw S3Error(.invalidRequest, "The x-amz-content-sha256 header must be given once.")
        }
        guard let value = values.first else { return nil }
        return try payload(value)
    }

    private static func payload(_ text: String) throws(S3Error) -> PayloadMode {
        guard let mode = PayloadMode(text) else {
            throw S3Error(
                .invalidArgument,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                    + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
                    + "or a valid sha256 value."
            )
        }
        return mode
    }
}
