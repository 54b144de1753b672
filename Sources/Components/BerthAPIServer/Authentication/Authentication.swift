package import Kubernetes

/// Who asks, and how long what proves it is good.
package struct Authentication: Sendable {
    package let user: UserInfo
    /// Seconds since 1970, and nil for ever; before it the credential may end otherwise.
    package var expiry: Double?

    package init(_ user: UserInfo, expiry: Double? = nil) { (self.user, self.expiry) = (user, expiry) }
}
