import BerthHTTP
import HummingbirdCore
import Kubernetes

/// An authorised request on a resource, with all that answering it needs.
struct ResourceCall: Sendable {
    let info: RequestInfo
    let kind: ResourceKind
    let backend: any ResourceBackend
    let request: ResourceRequest
    let form: ResponseForm
    let http: Request
    /// Refuses a PUT that would create when the client may not create.
    let mayCreate: @Sendable () async throws -> Void
    let caller: Caller
    /// The client as it is now, if it may still do this: asked again while a watch lasts (reliability A9).
    let judge: @Sendable () async throws -> Caller?
    /// Told when a watch begins to be sent and when it has ended, for the audit log and the limits.
    let watching: WatchObserver

    var query: QueryOptions { QueryOptions(target: info.target) }
}

/// Who wants to know how a watch goes.
struct WatchObserver: Sendable {
    var ended: @Sendable () async -> Void = {}
}
