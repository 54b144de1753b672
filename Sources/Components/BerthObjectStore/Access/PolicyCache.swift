import S3
import Synchronization

/// The parsed policies of each user, until users or policies change.
final class PolicyCache: Sendable {
    private struct State {
        var generation: Int64 = -1
        var policies: [String: [PolicyDocument]] = [:]
    }

    private let state = Mutex(State())

    /// The policies of `user` in `snapshot`.
    ///
    /// A document that cannot be read refuses everything: half of a policy must not be kept.
    func policies(of user: UserRecord, in snapshot: IAMSnapshot) throws(S3Error) -> [PolicyDocument] {
        let cached = state.withLock { state -> [PolicyDocument]? in
            if state.generation != snapshot.generation { state = State(generation: snapshot.generation) }
            return state.policies[user.accessKey]
        }
        if let cached { return cached }
        var documents: [PolicyDocument] = []
        for record in snapshot.policies(of: user) {
            guard let document = try? PolicyDocument(record.document) else { throw S3Error(.accessDenied) }
            documents.append(document)
        }
        state.withLock { state in
            if state.generation == snapshot.generation { state.policies[user.accessKey] = documents }
        }
        return documents
    }
}
