import Crypto
package import FoundationEssentials

/// Signs requests with SigV4: a pure function of the request, the key and the time.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
package struct RequestSigner: Sendable {
    package let credentials: Credentials
    package let region: String
    package let service: String
    private let keys: SigningKeyCache

    package init(
        credentials: Credentials,
        region: String,
        service: String = "s3",
        keys: SigningKeyCache = SigningKeyCache()
    ) {
        self.credentials = credentials
        self.region = region
        self.service = service
        self.keys = keys
    }

    /// The fields that change on the way and are therefore not signed.
    private static let unsigned: Set<String> = [
        "authorization", "user-agent", "expect", "connection", "accept-encoding", "transfer-encoding", "te",
        "keep-alive", "proxy-authorization", "content-length", "traceparent", "tracestate", "x-amzn-trace-id",
    ]

    /// The fields to add to a request, and what signs its chunks if the body is sent in signed ones.
    package struct Signature: Sendable {
        package let headers: [(name: String, value: String)]
        package let chunkSigning: ChunkSigning
    }

    /// The header fields to add: `x-amz-date`, `x-amz-content-sha256` and `authorization`.
    ///
    /// `path` and `query` are as on the request line, percent-encoded; `headers` has `host` and whatever else is to be
    /// signed.
    package func sign(
        method: String,
        path: String,
        query: [(name: String, value: String?)] = [],
        headers: [(name: String, value: String)],
        payload: PayloadMode,
        date: Date
    ) -> Signature {
        let time = SigningTime(date)
        let scope = CredentialScope(day: time.day, region: region, service: service)
        let added = [("x-amz-content-sha256", payload.text), ("x-amz-date", time.text)]
        var all = headers.map { (name: $0.name.lowercased(), value: $0.value) }
        all.removeAll { field in Self.unsigned.contains(field.name) || added.contains { $0.0 == field.name } }
        all += added.map { (name: $0.0, value: $0.1) }
        let names = Set(all.map(\.name)).sorted()
        let request = CanonicalRequest(
            method: method,
            path: path,
            query: query,
            headers: all,
            signedHeaders: names,
            payload: payload.text
        )
        let (signature, key) = signature(of: request, time: time, scope: scope)
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope.text),"
            + "SignedHeaders=\(names.joined(separator: ";")),Signature=\(signature)"
        return Signature(
            headers: added.map { (name: $0.0, value: $0.1) } + [(name: "authorization", value: authorization)],
            chunkSigning: ChunkSigning(key: key, time: time, scope: scope, seed: signature)
        )
    }

    /// The whole query of a URL that carries its signature for `expires` seconds; ready to stand after `?`.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    package func presign(
        method: String,
        path: String,
        query: [(name: String, value: String?)] = [],
        headers: [(name: String, value: String)],
        expires: Int,
        date: Date
    ) -> String {
        let time = SigningTime(date)
        let scope = CredentialScope(day: time.day, region: region, service: service)
        let all = headers.map { (name: $0.name.lowercased(), value: $0.value) }
        let names = Set(all.map(\.name)).sorted()
        var parameters = query
        for (name, value) in [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(credentials.accessKey)/\(scope.text)"),
            ("X-Amz-Date", time.text), ("X-Amz-Expires", "\(expires)"),
            ("X-Amz-SignedHeaders", names.joined(separator: ";")),
        ] { parameters.append((name, PercentEncoding.encode(value))) }
        let request = CanonicalRequest(
            method: method,
            path: path,
            query: parameters,
            headers: all,
            signedHeaders: names,
            payload: PayloadMode.unsigned.text
        )
        let (signature, _) = signature(of: request, time: time, scope: scope)
        let pairs = parameters.map { name, value in value.map { "\(name)=\($0)" } ?? name }
        return (pairs + ["X-Amz-Signature=\(signature)"]).joined(separator: "&")
    }

    private func signature(
        of request: CanonicalRequest,
        time: SigningTime,
        scope: CredentialScope
    ) -> (String, SymmetricKey) {
        let key = keys.key(secret: credentials.secretKey, scope: scope)
        keys.remember(key, secret: credentials.secretKey, scope: scope)
        let text =
            request.stringToSign(time: time, scope: scope)
            ?? request.stringToSign(time: time, scope: scope, form: .asReceived) ?? []
        return (Hex.encode(HMAC<SHA256>.authenticationCode(for: text, using: key)), key)
    }
}
