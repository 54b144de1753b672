package import Logging

/// The objects that a cluster has from its first start on.
package enum SeedObjects {
    /// Creates what is missing and changes nothing that is there; at each start.
    package static func plant(
        into objects: any LocalObjects,
        _ settings: SeedSettings,
        logger: Logger
    ) async throws {}
}
