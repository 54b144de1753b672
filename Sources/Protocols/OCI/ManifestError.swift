/// Why bytes are not an acceptable manifest.
package enum ManifestError: Error, Equatable, Sendable, CustomStringConvertible {
    case notJSON
    case unsupportedMediaType(String)
    case mediaTypeMismatch
    case missingField(String)
    case invalidField(String)
    /// Different readers would understand it differently.
    case ambiguous
    case tooManyDescriptors

    package var description: String {
        switch self {
        case .notJSON: "the manifest is not a JSON object, repeats a name or nests too deeply"
        case .unsupportedMediaType(let type): "unsupported media type of a manifest: \(type.prefix(128))"
        case .mediaTypeMismatch: "mediaType, Content-Type and the manifest's fields do not agree"
        case .missingField(let field): "the manifest has no \(field)"
        case .invalidField(let field): "the manifest's \(field) is not valid"
        case .ambiguous: "the manifest mixes the fields of different types of manifests"
        case .tooManyDescriptors: "the manifest lists too many descriptors"
        }
    }
}
