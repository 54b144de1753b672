import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore

/// A request with what was read of it once: target, fields, cookies.
struct OAuthCall: Sendable {
    let method: HTTPRequest.Method
    let target: RequestTarget
    let fields: FormFields
    let headers: HTTPFields
    let http: HTTPContext

    /// Reads the form of a POST, which comes before the query.
    init(_ request: Request, _ target: RequestTarget, _ http: HTTPContext, limits: OAuthServerLimits) async throws {
        method = request.method
        headers = request.headers
        self.target = target
        self.http = http
        var texts: [String] = []
        if request.method == .post {
            let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
            guard type.hasPrefix("application/x-www-form-urlencoded") || type.isEmpty else {
                throw OAuthServerError.malformed("the body is no form")
            }
            texts.append(try await Self.body(of: request, limit: limits.formBytesLimit))
        }
        if let query = target.rawQuery { texts.append(query) }
        guard let fields = FormFields(parsing: texts, limit: limits.formFieldsLimit) else {
            throw OAuthServerError.malformed("the form cannot be read")
        }
        self.fields = fields
    }

    private static func body(of request: Request, limit: Int) async throws -> String {
        var body = ByteBuffer()
        for try await var chunk in request.body {
            guard body.readableBytes + chunk.readableBytes <= limit else { throw OAuthServerError.tooLarge }
            body.writeBuffer(&chunk)
        }
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw OAuthServerError.malformed("the form cannot be read")
        }
        return text
    }

    /// HEAD is answered as GET without its body, unless GET does more than read.
    ///
    /// - Throws: 405.
    func require(_ methods: HTTPRequest.Method..., takesHead: Bool = true) throws {
        guard methods.contains(method) || (takesHead && methods.contains(.get) && method == .head) else {
            throw OAuthServerError.methodUnsupported(allowed: methods.map(\.rawValue).joined(separator: ", "))
        }
    }

    /// The value of a header field of ours.
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// The first cookie of that name (RFC 6265 §5.4).
    func cookie(_ name: String) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard pair.hasPrefix(name + "=") else { continue }
                return String(pair.dropFirst(name.count + 1))
            }
        }
        return nil
    }
}
