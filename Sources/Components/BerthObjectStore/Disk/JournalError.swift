/// Why the journal cannot be replayed.
enum JournalError: Error, Hashable, Sendable {
    /// A record in the middle is broken: changes that were acknowledged are not readable.
    case broken(file: String, offset: Int64)
    /// The records that follow `sequence` are missing.
    case gap(after: Int64)
}
