package import BerthHTTP

/// Everything about a registry that is not its storage or its access rules; a plain value, read once.
package struct RegistryConfiguration: Sendable {
    /// Where and how it listens, with the limits of connections (`http.addr`, `http.tls`).
    package var http: HTTPServiceConfiguration
    /// Whether tags, manifests and blobs may be deleted (`storage.delete.enabled`); off: 405 for all three.
    package var deletesAreEnabled = true
    /// Whether every change is refused with 405 (`storage.maintenance.readonly.enabled`).
    package var isReadOnly = false
    /// Send clients to presigned URLs of the storage for blobs (the opposite of `storage.redirect.disable`).
    package var redirectsBlobs = false
    /// How long a presigned URL is valid; at most an hour.
    package var redirectDuration: Duration = .seconds(1200)
    /// Each limit of the registry's own.
    package var bounds = RegistryLimits()

    /// A registry that listens as `http` says, with the defaults named at each value.
    package init(http: HTTPServiceConfiguration) {
        self.http = http
    }
}
