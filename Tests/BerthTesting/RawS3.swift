/// Hand-signed requests to an S3 server, for what no SDK sends.
package struct RawS3: Sendable {
    /// Where the requests go.
    package var http: RawHTTP
    /// Who signs them.
    package var forger: S3RequestForger

    /// Requests to `http` signed with the given key.
    package init(_ http: RawHTTP, accessKey: String, secretKey: String) {
        self.http = http
        forger = S3RequestForger(accessKey: accessKey, secretKey: secretKey)
    }

    /// A request signed over its real body, unless `payloadHash` says otherwise.
    ///
    /// `path` is sent and signed as given.
    package func request(
        _ method: String,
        _ path: String,
        query: String = "",
        headers: [(String, String)] = [],
        unsigned: [(String, String)] = [],
        body: [UInt8]? = nil,
        payloadHash: String? = nil
    ) async throws -> HTTPReply {
        let signed = forger.headers(
            method,
            path,
            query: query,
            host: http.authority,
            headers: headers,
            payloadHash: payloadHash ?? S3RequestForger.sha256(body ?? [])
        )
        let target = query.isEmpty ? path : "\(path)?\(query)"
        return try await http.request(method, target, headers: signed + unsigned, body: body)
    }
}
