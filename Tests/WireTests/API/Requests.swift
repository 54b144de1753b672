import BerthTesting
import Crypto
import Foundation
import Kubernetes
import Testing

/// The user name that a server sees, asked as `oc whoami` asks.
func whoami(_ client: APIClient) async throws -> String? {
    let reply = try await client.protobuf(
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        OCBody.selfSubjectReview
    )
    guard reply.status == 201 else { throw APIClientError.unexpected(reply, during: "whoami") }
    return reply.json[path: "status", "userInfo", "username"]?.string
}

/// Tries again until it succeeds, at most three minutes.
func eventually(_ body: () async throws -> Void) async throws {
    let deadline = ContinuousClock.now + .seconds(180)
    while true {
        do {
            return try await body()
        } catch {
            guard ContinuousClock.now < deadline else { throw error }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

extension APIClient {
    /// A POST as `oc` sends it for kinds that Kubernetes has types for.
    func protobuf(_ path: String, _ body: [UInt8], method: String = "POST") async throws -> APIReply {
        try await request(
            method,
            path,
            headers: [("Content-Type", OCBody.type), ("Accept", OCBody.accept)],
            body: body
        )
    }

    /// A GET of a table, as `oc get` sends it.
    func table(_ path: String) async throws -> APIReply {
        try await get(
            path,
            accept:
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"
        )
    }
}

/// SHA-256 as names of token objects have it.
enum SHA {
    /// `prefix` and the base64url form of the hash of `text`, without padding.
    static func base64URL(of text: String, prefix: String) -> String {
        let hash = Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
        return prefix + hash.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
