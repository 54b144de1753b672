import Crypto
package import FoundationEssentials

/// The one door from a request to an identity: checks SigV4 in the header or in the URL, for every payload mode.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
package struct RequestVerifier: Sendable {
    /// How far a client's clock may be from ours, in seconds.
    package static let skewLimit: Int64 = 15 * 60

    private let keys = SigningKeyCache()

    package init() {}

    /// Who signed `request`; throws for everything that is not signed wholly, once, in time and by a known key.
    ///
    /// `secret` gives the secret of an enabled access key. `host` and every `x-amz-*` field must be signed; the region
    /// is the client's choice.
    package func verify(
        _ request: UnverifiedRequest,
        now: Date,
        secret: (String) throws -> String?
    ) throws -> VerifiedSignature {
        let claim = try SignatureClaim(request)
        try checkCoverage(of: claim, request)
        try checkTime(of: claim, now: now)
        guard request.values(of: "x-amz-security-token").isEmpty else { throw S3Error(.invalidToken) }
        guard let secret = try secret(claim.accessKey) else { throw S3Error(.invalidAccessKeyId) }
        let key = keys.key(secret: secret, scope: claim.scope)
        guard try isRight(claim, request, key) else { throw S3Error(.signatureDoesNotMatch) }
        keys.remember(key, secret: secret, scope: claim.scope)
        return VerifiedSignature(
            accessKey: claim.accessKey,
            scope: claim.scope,
            time: claim.time,
            payload: claim.payload,
            signedHeaders: Set(claim.signedHeaders),
            isPresigned: claim.expires != nil,
            chunkSigning: claim.payload.signsChunks
                ? ChunkSigning(key: key, time: claim.time, scope: claim.scope, seed: Hex.encode(claim.signature)) : nil
        )
    }

    private func checkCoverage(of claim: SignatureClaim, _ request: UnverifiedRequest) throws(S3Error) {
        let signed = Set(claim.signedHeaders)
        guard signed.contains("host"), request.values(of: "host").count == 1 else {
            throw S3Error(.accessDenied, "The host header must be present once and signed.")
        }
        var unsigned: [String] = []
        for header in request.headers where header.name.hasPrefix("x-amz-") && !signed.contains(header.name) {
            unsigned.append(header.name)
        }
        guard unsigned.isEmpty else {
            throw S3Error(
                .accessDenied,
                "There were headers present in the request which were not signed",
                details: ["HeadersNotSigned": unsigned.joined(separator: ", ")]
            )
        }
        guard claim.expires != nil || signed.contains("x-amz-date") || signed.contains("date") else {
            throw S3Error(.accessDenied, "The date of the request must be signed.")
        }
    }

    private func checkTime(of claim: SignatureClaim, now: Date) throws(S3Error) {
        let current = SigningTime(now)
        let age = current.seconds - claim.time.seconds
        let server = CalendarTime(secondsSince1970: current.seconds).documentText
        guard let expires = claim.expires else {
            guard (-Self.skewLimit...Self.skewLimit).contains(age) else {
                throw S3Error(
                    .requestTimeTooSkewed,
                    details: [
                        "RequestTime": claim.time.text, "ServerTime": server,
                        "MaxAllowedSkewMilliseconds": "\(Self.skewLimit * 1000)",
                    ]
                )
            }
            return
        }
        guard age >= -Self.skewLimit else {
            throw S3Error(.accessDenied, "Request is not yet valid", details: ["ServerTime": server])
        }
        guard age <= expires else {
            let end = CalendarTime(secondsSince1970: claim.time.seconds + expires).documentText
            throw S3Error(
                .accessDenied,
                "Request has expired",
                details: ["X-Amz-Expires": "\(expires)", "Expires": end, "ServerTime": server]
            )
        }
    }

    /// Whether the signature is right for the request in either form; the comparison takes the same time for each.
    private func isRight(
        _ claim: SignatureClaim,
        _ request: UnverifiedRequest,
        _ key: SymmetricKey
    ) throws(S3Error) -> Bool {
        let canonical = CanonicalRequest(
            method: request.method,
            path: request.path,
            query: request.query,
            headers: request.headers,
            signedHeaders: claim.signedHeaders,
            payload: claim.payload.text
        )
        for form in [CanonicalRequest.Form.encodedOnce, .asReceived] {
            guard let text = canonical.stringToSign(time: claim.time, scope: claim.scope, form: form) else {
                throw S3Error(.invalidURI)
            }
            if HMAC<SHA256>.isValidAuthenticationCode(claim.signature, authenticating: text, using: key) { return true }
        }
        return false
    }
}
