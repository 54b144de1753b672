/// A resource and who answers for it.
package struct ServedResource: Sendable {
    package enum Backing: Sendable {
        /// Objects in the store, by the machinery.
        case stored
        /// Objects in the store as with `stored` (also for ``LocalObjects``), but clients come through another backend
        /// that is made around the machinery's.
        case wrapped(@Sendable (_ stored: any ResourceBackend) -> any ResourceBackend)
        case virtual(any ResourceBackend)
    }

    package let kind: ResourceKind
    package let backing: Backing

    package init(_ kind: ResourceKind, _ backing: Backing = .stored) { (self.kind, self.backing) = (kind, backing) }
}
