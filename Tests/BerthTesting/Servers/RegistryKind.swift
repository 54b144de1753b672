import Foundation

/// Which registry a test judges.
package enum RegistryKind: String, Sendable, CaseIterable, CustomStringConvertible {
    /// Ours on a folder.
    case folder
    /// Ours on a bucket of our own object store.
    case bucket
    /// Debian's docker-registry, which is distribution 2.8: proves that the test is right.
    case peer
    /// A registry that runs already, named by `BERTH_WIRE_REGISTRY=http://user:password@host:port`.
    case outside

    /// What the behaviours of a registry are run against: all that can be here, or only what was named.
    ///
    /// `BERTH_WIRE_REGISTRY` names a running one, `BERTH_WIRE_KINDS` some of the kinds, with commas between.
    package static var judged: [RegistryKind] {
        let environment = ProcessInfo.processInfo.environment
        if environment["BERTH_WIRE_REGISTRY"] != nil { return [.outside] }
        if let only = environment["BERTH_WIRE_KINDS"] {
            return only.split(separator: ",").compactMap { RegistryKind(rawValue: String($0)) }
        }
        return [.folder, .bucket] + (ForeignClient.isExpected("docker-registry") ? [.peer] : [])
    }

    /// Ours only: for demands that no peer meets.
    package static var ours: [RegistryKind] { judged.filter { $0 != .peer } }

    package var description: String { rawValue }
}
