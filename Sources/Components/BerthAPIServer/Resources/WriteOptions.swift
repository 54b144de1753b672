/// Query options of a write (`meta/v1 CreateOptions` and its kin).
package struct WriteOptions: Sendable, Hashable {
    /// What to do about unknown and duplicate fields.
    package enum FieldValidation: String, Sendable { case strict = "Strict", warn = "Warn", ignore = "Ignore" }

    /// Everything but the commit.
    package var isDryRun = false
    package var fieldManager = ""
    package var fieldValidation = FieldValidation.warn

    package init() {}
}
