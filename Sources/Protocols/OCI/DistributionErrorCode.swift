/// The error codes of the distribution spec, and their usual status.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
package enum DistributionErrorCode: String, Sendable, CaseIterable {
    case blobUnknown = "BLOB_UNKNOWN"
    case blobUploadInvalid = "BLOB_UPLOAD_INVALID"
    case blobUploadUnknown = "BLOB_UPLOAD_UNKNOWN"
    case digestInvalid = "DIGEST_INVALID"
    case manifestBlobUnknown = "MANIFEST_BLOB_UNKNOWN"
    case manifestInvalid = "MANIFEST_INVALID"
    case manifestUnknown = "MANIFEST_UNKNOWN"
    case nameInvalid = "NAME_INVALID"
    case nameUnknown = "NAME_UNKNOWN"
    case sizeInvalid = "SIZE_INVALID"
    case unauthorized = "UNAUTHORIZED"
    case denied = "DENIED"
    case unsupported = "UNSUPPORTED"
    case tooManyRequests = "TOOMANYREQUESTS"
    /// Distribution's own, where the spec has none: a list was asked for with a number that is none.
    case paginationNumberInvalid = "PAGINATION_NUMBER_INVALID"
    /// Distribution's own: the server's fault.
    case unknown = "UNKNOWN"
    /// Distribution's own: try again later.
    case unavailable = "UNAVAILABLE"
}
