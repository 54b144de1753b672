import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// What is known of a request when it is counted and put into the audit log.
struct RequestRecord: Sendable {
    let auditID = UUIDText.random()
    let requestURI: String
    let userAgent: String
    let sourceAddress: String
    let receivedAt: Double
    var info: RequestInfo?
    var caller: Caller?
    var decision: AccessDecision?
    /// Whether its resource is one that there is.
    var isServed = false

    init(_ request: Request, _ context: HTTPContext) {
        requestURI = String(Self.withoutSecrets(request.head.path ?? "").prefix(2048))
        userAgent = String((request.headers[.userAgent] ?? "").prefix(256))
        sourceAddress = context.remoteAddress ?? ""
        receivedAt = context.receivedAt
    }

    /// The target without the values of parameters that hold secrets: such requests are refused, but they are written down.
    static func withoutSecrets(_ target: String) -> String {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
        let items = target[target.utf8.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = items.map { item -> String in
            guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else { return String(item) }
            let name = RequestTarget.decode(item[..<equals]).map { String(decoding: $0, as: UTF8.self).lowercased() }
            guard let name, !secretParameters.contains(name) else { return item[..<equals] + "=-" }
            return String(item)
        }
        return target[...mark] + shown.joined(separator: "&")
    }

    private static let secretParameters: Set<String> = [
        "access_token", "bearer_token", "client_secret", "code", "id_token", "password", "refresh_token", "token",
    ]
}
