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
    /// More bytes than the store keeps in one object.
    case tooLarge(limit: Int)
    /// There is no room for more; the very write by which the store noticed it may have been made all the same.
    case full
    /// The store behind cannot be reached or writing failed; the text names no secret.
    ///
    /// A write may still have been made when the text says that its outcome is not known.
    case unavailable(String)
}
