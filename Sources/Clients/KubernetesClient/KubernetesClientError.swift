package import Kubernetes

/// What a request to an API server can end with instead of an answer.
package enum KubernetesClientError: Error, Sendable, Equatable {
    /// The server refused.
    case refused(Status)
    /// No answer: not reachable, or the connection broke, after the last attempt.
    case unreachable(String)
    /// The answer is not what the operation answers.
    case malformedAnswer(String)

    /// The refusal, when it is one.
    package var status: Status? {
        guard case .refused(let status) = self else { return nil }
        return status
    }

    package var isNotFound: Bool { status?.code == 404 }
    package var isAlreadyExists: Bool { status?.reason == "AlreadyExists" }
    /// The object changed, or is another one, since it was read.
    package var isConflict: Bool { status?.reason == "Conflict" }
    /// The resource version is older than what the server remembers.
    package var isExpired: Bool { status?.code == 410 }

    /// The same request may succeed later.
    package var isTransient: Bool {
        switch self {
        case .unreachable: true
        case .refused(let status): status.code == 429 || status.code >= 500
        case .malformedAnswer: false
        }
    }
}
