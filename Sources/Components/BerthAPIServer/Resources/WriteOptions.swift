/// Query options of a write (`meta/v1 CreateOptions` and its kin).
package struct WriteOptions: Sendable, Hashable {
    /// What to do about unknown and duplicate fields.
    package enum FieldValidation: String, Sendable { case strict = "Strict", warn = "Warn", ignore = "Ignore" }

    /// Everything but the commit.
    package var isDryRun = false
    package var fieldManager = ""
    /// Who owns what an update changes: the field manager, else who the client says it is.
    package var writer = ""
    /// Whether the object comes with the managedFields that an apply made.
    package var isApply = false
    /// The subresource that is written, where the object is changed through another than its own.
    package var writtenSubresource: String?
    package var fieldValidation = FieldValidation.warn

    package init() {}
}
