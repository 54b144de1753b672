import Kubernetes
import KubernetesClient
import Logging
import ServiceLifecycle

/// Removes codes and tokens that have expired, so that their number stays bounded.
struct TokenReaper: Service {
    let client: KubernetesClient
    let interval: Duration
    let now: @Sendable () -> Double
    let logger: Logger

    /// Expired objects are kept this long, for whoever looks why a token no longer works.
    private static let graceSeconds = 60.0

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: interval)
                for resource in [APIResource.oauthAuthorizeTokens, .oauthAccessTokens] {
                    do {
                        try await reap(resource)
                    } catch let error as KubernetesClientError {
                        logger.warning("expired tokens cannot be removed", metadata: ["error": "\(error)"])
                    }
                }
            }
        }
    }

    /// Removes what has expired of one kind, page by page.
    func reap(_ resource: APIResource) async throws {
        var token = ""
        var count = 0
        repeat {
            let page = try await client.page(resource, limit: 500, continuing: token)
            for object in page.items {
                guard let left = TokenStore.secondsLeft(object, now: now() - Self.graceSeconds), left <= 0 else {
                    continue
                }
                do {
                    try await client.delete(
                        resource,
                        name: object.name,
                        preconditions: Preconditions(uid: object.uid)
                    )
                    count += 1
                } catch let error as KubernetesClientError where error.isNotFound || error.isConflict {}
            }
            token = page.token
        } while !token.isEmpty
        if count > 0 {
            logger.info("expired tokens removed", metadata: ["resource": "\(resource.plural)", "count": "\(count)"])
        }
    }
}
