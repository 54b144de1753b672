/// What a request to an S3 service can end with instead of an answer.
package enum S3ClientError: Error, Sendable, Equatable {
    /// The service refused: its status, its code (empty when it sent no document) and its message.
    case refused(status: Int, code: String, message: String)
    /// No answer: not reachable, or the connection broke, after the last attempt.
    case unreachable(String)
    /// The answer is not what the operation answers.
    case malformedAnswer(String)

    /// The object, bucket or upload is not there.
    package var isNotFound: Bool {
        guard case .refused(let status, _, _) = self else { return false }
        return status == 404
    }

    /// A condition of the request did not hold.
    package var isConditionFailed: Bool {
        guard case .refused(let status, let code, _) = self else { return false }
        return status == 412 || (status == 409 && code == "ConditionalRequestConflict")
    }

    /// The same request may succeed later.
    package var isTransient: Bool {
        switch self {
        case .unreachable: true
        case .refused(let status, let code, _):
            [429, 500, 502, 503, 504].contains(status) || ["SlowDown", "RequestTimeout"].contains(code)
        case .malformedAnswer: false
        }
    }
}
