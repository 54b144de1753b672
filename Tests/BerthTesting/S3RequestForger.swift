import Crypto
package import Foundation

/// Signature Version 4 written a second time, only for tests: to sign what no SDK sends, and to sign it wrongly.
///
/// It shares no code with the product's signer, so a mistake that both sides of the product had in common shows.
package struct S3RequestForger: Sendable {
    /// The access key id.
    package var accessKey: String
    /// The secret access key.
    package var secretKey: String
    /// The region of the scope.
    package var region = "us-east-1"
    /// The service of the scope.
    package var service = "s3"
    /// The moment of signing.
    package var date = Date()
    /// The date in the scope, when it shall differ from `date`.
    package var scopeDate: String?
    /// Header names left out of the signature although they are sent.
    package var unsignedHeaders: Set<String> = []

    /// Signs with this key.
    package init(accessKey: String, secretKey: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
    }

    /// The moment of signing as `20261122T101112Z`.
    package var timestamp: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        return formatter.string(from: date)
    }

    private var day: String { scopeDate ?? String(timestamp.prefix(8)) }

    /// The scope as `20261122/us-east-1/s3/aws4_request`.
    package var scope: String { "\(day)/\(region)/\(service)/aws4_request" }

    /// The headers to send, `Authorization` among them, for a request whose target is `path?query` as given.
    package func headers(
        _ method: String,
        _ path: String,
        query: String = "",
        host: String,
        headers extra: [(String, String)] = [],
        payloadHash: String
    ) -> [(String, String)] {
        let sent = [("Host", host), ("x-amz-date", timestamp), ("x-amz-content-sha256", payloadHash)] + extra
        let signed = sent.map { ($0.0.lowercased(), $0.1) }.filter { !unsignedHeaders.contains($0.0) }
            .sorted { $0.0 < $1.0 }
        let names = signed.map(\.0).joined(separator: ";")
        let canonical = [
            method, path, Self.canonicalQuery(query), signed.map { "\($0.0):\($0.1)\n" }.joined(), names, payloadHash,
        ].joined(separator: "\n")
        let signature = signature(of: canonical)
        return sent + [
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
            )
        ]
    }

    /// A target with the signature in its query.
    package func presigned(
        _ method: String,
        _ path: String,
        query: String = "",
        host: String,
        expires: Int = 600
    ) -> String {
        let own = [
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=\(Self.escape("\(accessKey)/\(scope)"))",
            "X-Amz-Date=\(timestamp)", "X-Amz-Expires=\(expires)", "X-Amz-SignedHeaders=host",
        ].joined(separator: "&")
        let all = query.isEmpty ? own : "\(own)&\(query)"
        let canonical = [
            method, path, Self.canonicalQuery(all), "host:\(host)\n", "host", "UNSIGNED-PAYLOAD",
        ].joined(separator: "\n")
        return "\(path)?\(all)&X-Amz-Signature=\(signature(of: canonical))"
    }

    /// An aws-chunked body with a signature for each chunk, chained from `seed`, the signature of the head.
    package func chunkedBody(_ chunks: [[UInt8]], seed: String, breakingChunk broken: Int? = nil) -> [UInt8] {
        var previous = seed
        var body: [UInt8] = []
        for (index, chunk) in (chunks + [[]]).enumerated() {
            let text = [
                "AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, previous, Self.sha256([]), Self.sha256(chunk),
            ].joined(separator: "\n")
            previous = hmac(text)
            let shown = index == broken ? String(repeating: "0", count: 64) : previous
            body += Array("\(String(chunk.count, radix: 16));chunk-signature=\(shown)\r\n".utf8) + chunk + [13, 10]
        }
        return body
    }

    /// The lower-case hex SHA-256 of `bytes`.
    package static func sha256(_ bytes: [UInt8]) -> String { SampleBlob.hex(SHA256.hash(data: bytes)) }

    /// The value of `Content-MD5` for `bytes`.
    package static func md5(_ bytes: [UInt8]) -> String {
        Data(Insecure.MD5.hash(data: bytes)).base64EncodedString()
    }

    /// Percent-encodes all but unreserved characters.
    package static func escape(_ text: String, keeping kept: String = "") -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8).union(kept.utf8)
        return text.utf8.map {
            unreserved.contains($0)
                ? String(UnicodeScalar($0)) : "%" + SampleBlob.hex([$0]).uppercased()
        }.joined()
    }

    /// Decodes percent-encoding once, leaving malformed sequences as they are.
    package static func unescape(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.popFirst() {
            if first == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(first)
            }
        }
        return bytes
    }

    private static func canonicalQuery(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        return query.split(separator: "&").map { $0.contains("=") ? String($0) : "\($0)=" }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.joined(separator: "&")
    }

    private func signature(of canonicalRequest: String) -> String {
        hmac(["AWS4-HMAC-SHA256", timestamp, scope, Self.sha256(Array(canonicalRequest.utf8))].joined(separator: "\n"))
    }

    private func hmac(_ text: String) -> String {
        var key = SymmetricKey(data: Array("AWS4\(secretKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return SampleBlob.hex(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
