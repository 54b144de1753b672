/// Which kubectl judges.
package enum KubectlVersion: String, Sendable, CaseIterable, CustomStringConvertible {
    /// Debian's 1.20, which asks in the old way: plain discovery, no server-side validation.
    case debian = "kubectl-1.20"
    /// The newest release.
    case newest = "kubectl"

    /// Those that can be run here.
    package static var judged: [KubectlVersion] { allCases.filter { ForeignClient.isExpected($0.rawValue) } }

    package var description: String { rawValue }
}
