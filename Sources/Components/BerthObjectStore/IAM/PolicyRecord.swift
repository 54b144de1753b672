package import Foundation

/// A named policy; the document is kept as the text that was given, already judged valid by the caller.
package struct PolicyRecord: Hashable, Sendable {
    package let name: String
    package let document: String
    package let updated: Date

    package init(name: String, document: String, updated: Date) {
        self.name = name
        self.document = document
        self.updated = updated
    }
}
