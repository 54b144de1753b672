/// What the checksum of an object covers: its bytes, or the checksums of its parts.
package enum ChecksumKind: String, Hashable, Sendable, Codable {
    case fullObject = "FULL_OBJECT"
    case composite = "COMPOSITE"
}
