/// Why the store refused; the verbs turn each into a `Status`.
package enum StoreError: Error, Sendable, Hashable {
    case alreadyExists
    case notFound
    /// The object is not at the expected revision any more.
    case conflict
    /// The asked revision is compacted away: 410.
    case expired(oldest: Int64)
    /// A revision that was not given out yet.
    case future(current: Int64)
    /// The store behind cannot be reached or writing failed; the text names no secret.
    case unavailable(String)
}
