/// Bodies of `application/vnd.kubernetes.protobuf`, which newer clients send for built-in kinds, read as JSON trees.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
package enum ProtobufBody {
    /// What an envelope begins with: `k8s` and a zero byte.
    static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

    /// The object in an envelope.
    package static func decode(
        _ bytes: some Collection<UInt8>,
        limits: JSONLimits = .init()
    ) throws(ProtobufError) -> JSONValue {
        let bytes = Array(bytes)
        var reader = ProtobufReader(bytes, limits: limits)
        return try reader.envelope(0..<bytes.count)
    }
}
