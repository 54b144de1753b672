/// A name that is equal only to the same bytes, where `String` also takes canonical equivalents as equal.
struct ByteName: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: ByteName, other: ByteName) -> Bool { one.text.hasSameBytes(as: other.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether both are the same UTF-8 bytes.
    package func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count, self == other else { return false }
        // equal for Unicode, and the bytes are one by one the same
        var (one, other) = (self, other)
        return one.withUTF8 { one in other.withUTF8 { other in one.elementsEqual(other) } }
    }

    /// Whether the bytes come before the other's, as Go and etcd order strings.
    package func hasBytesBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
