import KubernetesClient

/// Text as a value of a query or form.
enum FormText {
    /// Everything but unreserved characters is escaped.
    static func encode(_ text: String) -> String {
        // a lone dot needs no escape here, but has none either in what follows an equals sign
        PathSegment.encode(text)
    }
}
