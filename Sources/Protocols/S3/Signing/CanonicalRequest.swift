import Crypto

/// The form of a request that is signed: the only place that canonicalises.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html#canonical-request
package struct CanonicalRequest: Sendable {
    /// How path and query are written.
    package enum Form: Sendable {
        /// Decoded once and encoded again by SigV4's rule; the path is never normalised otherwise.
        case encodedOnce
        /// As it stands in the request.
        case asReceived
    }

    package let method: String
    /// The path of the request line, still encoded.
    package let path: String
    /// The query of the request line, still encoded, in its order.
    package let query: [(name: String, value: String?)]
    /// The header fields; names in lower case.
    package let headers: [(name: String, value: String)]
    /// The names of the signed fields, in lower case and sorted.
    package let signedHeaders: [String]
    /// The last line: the hash or the mode of the body.
    package let payload: String

    package init(
        method: String,
        path: String,
        query: [(name: String, value: String?)],
        headers: [(name: String, value: String)],
        signedHeaders: [String],
        payload: String
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.signedHeaders = signedHeaders
        self.payload = payload
    }

    /// The signature's own query parameter, which no signature covers.
    private static let signatureName = Array("X-Amz-Signature".utf8)

    /// The bytes that are hashed; nil where path or query has a malformed escape.
    package func bytes(_ form: Form = .encodedOnce) -> [UInt8]? {
        let newline = UInt8(ascii: "\n")
        var result: [UInt8] = []
        result.reserveCapacity(512)
        result += method.utf8
        result.append(newline)
        guard append(path: form, to: &result) else { return nil }
        result.append(newline)
        guard append(query: form, to: &result) else { return nil }
        result.append(newline)
        for name in signedHeaders {
            result += name.utf8
            result.append(UInt8(ascii: ":"))
            append(valuesOf: name, to: &result)
            result.append(newline)
        }
        result.append(newline)
        result += signedHeaders.joined(separator: ";").utf8
        result.append(newline)
        result += payload.utf8
        return result
    }

    /// The string to sign for this request.
    package func stringToSign(time: SigningTime, scope: CredentialScope, form: Form = .encodedOnce) -> [UInt8]? {
        guard let bytes = bytes(form) else { return nil }
        var result = Array("AWS4-HMAC-SHA256\n\(time.text)\n\(scope.text)\n".utf8)
        Hex.append(SHA256.hash(data: bytes), to: &result)
        return result
    }

    private func append(path form: Form, to result: inout [UInt8]) -> Bool {
        switch form {
        case .asReceived: result += path.utf8
        case .encodedOnce:
            guard let decoded = PercentEncoding.decode(path) else { return false }
            PercentEncoding.append(decoded, keepingSlashes: true, to: &result)
        }
        return true
    }

    private func append(query form: Form, to result: inout [UInt8]) -> Bool {
        var parameters: [(name: [UInt8], value: [UInt8])] = []
        for (name, value) in query {
            guard let plainName = PercentEncoding.decode(name, plusIsSpace: true) else { return false }
            if plainName == Self.signatureName { continue }
            switch form {
            case .asReceived: parameters.append((Array(name.utf8), Array((value ?? "").utf8)))
            case .encodedOnce:
                guard let plainValue = PercentEncoding.decode(value ?? "", plusIsSpace: true) else { return false }
                var parameter: (name: [UInt8], value: [UInt8]) = ([], [])
                PercentEncoding.append(plainName, keepingSlashes: false, to: &parameter.name)
                PercentEncoding.append(plainValue, keepingSlashes: false, to: &parameter.value)
                parameters.append(parameter)
            }
        }
        parameters.sort { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { result.append(UInt8(ascii: "&")) }
            result += parameter.name
            result.append(UInt8(ascii: "="))
            result += parameter.value
        }
        return true
    }

    /// All values of a field joined by commas, each without outer white space and with single spaces inside.
    private func append(valuesOf name: String, to result: inout [UInt8]) {
        var isFirst = true
        for header in headers where header.name == name {
            if !isFirst { result.append(UInt8(ascii: ",")) }
            isFirst = false
            var (hasText, hasGap) = (false, false)
            for byte in header.value.utf8 {
                if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                    hasGap = hasText
                    continue
                }
                if hasGap { result.append(UInt8(ascii: " ")) }
                (hasText, hasGap) = (true, false)
                result.append(byte)
            }
        }
    }
}
