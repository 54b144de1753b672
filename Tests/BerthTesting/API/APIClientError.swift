/// An answer that a test's preparation cannot go on with.
package enum APIClientError: Error, CustomStringConvertible {
    case refused(status: Int, text: String)
    case unexpected(APIReply, during: String)

    package var description: String {
        switch self {
        case .refused(let status, let text): "refused with \(status): \(text.prefix(600))"
        case .unexpected(let reply, let step): "\(step): \(reply)"
        }
    }
}
