/// Where the audit log goes and how large it grows.
package struct AuditConfiguration: Sendable, Hashable {
    /// The file; rotated ones get `.1`, `.2`, … behind their name.
    package var path: String
    /// A file of this size is rotated.
    package var fileBytesLimit = 100 * 1024 * 1024
    /// How many rotated files are kept.
    package var keptFiles = 4

    package init(path: String) { self.path = path }
}
