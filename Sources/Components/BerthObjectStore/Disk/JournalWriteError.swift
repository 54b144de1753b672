/// A failure after which the journal may hold a record that nobody was told of; only a restart can tell.
enum JournalWriteError: Error, Hashable, Sendable {
    case unrecoverable
}
