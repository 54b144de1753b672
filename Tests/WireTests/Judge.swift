import BerthTesting
import Testing

/// Runs a behaviour against one registry.
///
/// The peer proves that the test is right; where the peer itself is known to fail, `peerFails` says why, and the test fails when the
/// peer does not.
func judge(
    _ kind: RegistryKind,
    peerFails reason: String? = nil,
    authenticated: Bool = false,
    settings: String = "",
    _ name: String = #function,
    _ behaviour: @Sendable (BerthFixture, RegistryServer) async throws -> Void
) async throws {
    try await BerthFixture.with("\(name) \(kind)") { fixture in
        let registry = try await fixture.registry(kind, authenticated: authenticated, settings: settings)
        if kind == .peer, let reason {
            await withKnownIssue(Comment(rawValue: reason)) { try await behaviour(fixture, registry) }
        } else {
            try await behaviour(fixture, registry)
        }
    }
}
