/// Why a protobuf body was refused.
package enum ProtobufError: Error, Sendable, Hashable {
    /// The first four bytes are not `k8s\0`.
    case notAnEnvelope
    /// The bytes are no message.
    case malformed(String)
    /// A kind that has no protobuf form here; the client may send JSON instead.
    case unknownKind(apiVersion: String, kind: String)
    case tooDeep
    case tooManyValues(limit: Int)
}

extension ProtobufError: CustomStringConvertible {
    /// Fit for the message of a 400.
    package var description: String {
        switch self {
        case .notAnEnvelope:
            "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"
        case .malformed(let what): "proto: \(what)"
        case .unknownKind(let apiVersion, let kind):
            "no kind \"\(kind)\" is registered for version \"\(apiVersion)\" as protobuf"
        case .tooDeep: "proto: exceeded max depth"
        case .tooManyValues(let limit): "proto: exceeded max number of values, \(limit)"
        }
    }
}
