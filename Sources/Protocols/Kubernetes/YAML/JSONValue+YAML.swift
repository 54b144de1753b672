extension JSONValue {
    /// Reads one YAML document that has a JSON form.
    ///
    /// Further documents, duplicate and complex keys, unknown tags and infinite numbers are refused; aliases count as often as they
    /// are used. No document at all is null.
    package init(yaml text: String, limits: JSONLimits = .init()) throws(JSONError) {
        self = try Self.parse(yaml: Array(text.utf8), limits: limits)
    }

    /// Reads one YAML document from bytes of UTF-8.
    package static func parse(yaml bytes: [UInt8], limits: JSONLimits = .init()) throws(JSONError) -> JSONValue {
        guard bytes.count <= 3 * 1_024 * 1_024 else { throw .yaml("the document is larger than 3 MiB") }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .invalidText(offset: 0) }
        let parser = YAMLEvents(bytes)
        var composer = YAMLComposer(limits: limits)
        return try composer.compose(parser)
    }
}
