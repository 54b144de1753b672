/// One key and value of a manifest's `annotations`, in the manifest's own order.
package struct Annotation: Sendable, Equatable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
