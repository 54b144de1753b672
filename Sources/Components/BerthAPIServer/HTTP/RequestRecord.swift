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

    init(_ request: Request, _ context: HTTPContext) {
        requestURI = String((request.head.path ?? "").prefix(2048))
        userAgent = String((request.headers[.userAgent] ?? "").prefix(256))
        sourceAddress = context.remoteAddress ?? ""
        receivedAt = context.receivedAt
    }
}
