/// The name of one object below the registry's root, such as `docker/registry/v2/blobs/sha256/ab/ab…/data`.
///
/// Segments joined by `/`, none of them empty, `.` or `..`, no leading or trailing slash. Only `StoragePaths` and `children(of:)`
/// names build one, so a driver may join it to its root without looking at it again.
package struct StoragePath: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    init(unchecked text: String) {
        self.text = text
    }

    /// The path of `name` below this one; `name` is what a listing of this path returned.
    package func appending(_ name: String) -> StoragePath {
        StoragePath(unchecked: "\(text)/\(name)")
    }

    package var description: String { text }
}
