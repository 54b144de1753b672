/// What a built-in type of the API consists of: its fields as JSON names them, as protobuf numbers them, and how patches merge them.
struct MessageSchema: Sendable {
    /// How a field's value is written.
    indirect enum FieldType: Sendable {
        case string, bytes, integer, boolean
        /// `meta/v1 Time` and `MicroTime`: RFC 3339 in JSON.
        case time, microTime
        /// `resource.Quantity` and `IntOrString`.
        case quantity, intOrString
        /// A message that holds JSON in its bytes: `FieldsV1` and `RawExtension`.
        case json
        /// A message that is a list of strings.
        case strings
        /// Another message by its qualified name, `core.Container`.
        case message(String)
        case list(FieldType)
        case map(FieldType)
    }

    /// How a strategic merge patch treats a list.
    enum Merge: Sendable, Hashable {
        /// The patch's list takes the place of the old one.
        case replace
        /// Scalars are a set.
        case set
        /// Objects are told apart by this member.
        case byKey(String)
    }

    struct Field: Sendable {
        /// Empty when the message's fields stand in this one's place.
        let name: String
        let number: UInt64
        let type: FieldType
        /// Whether being there counts, whatever the value.
        let isPointer: Bool
        /// Whether JSON shows zero values too.
        let isAlwaysShown: Bool
        let merge: Merge
    }

    let name: String
    let fields: [Field]
    private let positions: [UInt64: Int]

    init(name: String, fields: [Field]) {
        (self.name, self.fields) = (name, fields)
        var positions: [UInt64: Int] = [:]
        for (index, field) in fields.enumerated() { positions[field.number] = index }
        self.positions = positions
    }

    /// The field of a number.
    func field(_ number: UInt64) -> Field? { positions[number].map { fields[$0] } }
}
