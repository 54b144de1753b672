import CYaml

/// The events of a YAML stream, one after the other, as libyaml finds them.
///
/// Yams composes trees by recursion and compares keys that may be trees; here the tree is built with limits instead, so only the
/// events are taken of it.
final class YAMLEvents {
    /// What the parser meets.
    enum Event {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias(String)
        case scalar(YAMLScalar, anchor: String?)
        case sequenceStart(anchor: String?)
        case sequenceEnd
        case mappingStart(anchor: String?)
        case mappingEnd
    }

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private var parser = yaml_parser_t()

    init(_ bytes: [UInt8]) {
        self.bytes = .allocate(capacity: max(1, bytes.count))
        _ = self.bytes.initialize(from: bytes)
        yaml_parser_initialize(&parser)
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, self.bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(&parser)
        bytes.deallocate()
    }

    /// The next event and the line it begins on.
    func next() throws(JSONError) -> (event: Event, line: Int) {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let line = Int(clamping: event.start_mark.line) + 1
        switch event.type {
        case YAML_STREAM_START_EVENT: return (.streamStart, line)
        case YAML_DOCUMENT_START_EVENT: return (.documentStart, line)
        case YAML_DOCUMENT_END_EVENT: return (.documentEnd, line)
        case YAML_ALIAS_EVENT: return (.alias(Self.text(event.data.alias.anchor) ?? ""), line)
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            let value = UnsafeBufferPointer(start: data.value, count: Int(clamping: data.length))
            let scalar = YAMLScalar(
                text: String(decoding: value, as: UTF8.self),
                tag: Self.text(data.tag),
                isPlain: data.plain_implicit != 0
            )
            return (.scalar(scalar, anchor: Self.text(data.anchor)), line)
        case YAML_SEQUENCE_START_EVENT:
            try check(Self.text(event.data.sequence_start.tag), is: "tag:yaml.org,2002:seq", line)
            return (.sequenceStart(anchor: Self.text(event.data.sequence_start.anchor)), line)
        case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, line)
        case YAML_MAPPING_START_EVENT:
            try check(Self.text(event.data.mapping_start.tag), is: "tag:yaml.org,2002:map", line)
            return (.mappingStart(anchor: Self.text(event.data.mapping_start.anchor)), line)
        case YAML_MAPPING_END_EVENT: return (.mappingEnd, line)
        default: return (.streamEnd, line)
        }
    }

    private func check(_ tag: String?, is expected: String, _ line: Int) throws(JSONError) {
        guard tag == nil || tag == expected || tag == "!" else {
            throw .yaml("line \(line): a tag that has no JSON form")
        }
    }

    private func problem() -> JSONError {
        let reason = parser.problem.map { String(cString: $0) } ?? "it could not be read"
        return .yaml("line \(Int(clamping: parser.problem_mark.line) + 1): \(reason)")
    }

    private static func text(_ pointer: UnsafePointer<UInt8>?) -> String? { pointer.map { String(cString: $0) } }
}
