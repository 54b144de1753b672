package import OCI

/// What can be wrong with a request, in the distribution spec's words.
package enum RegistryError: Error, Sendable, Equatable {
    case pathUnknown
    case methodUnsupported
    case nameInvalid(String)
    case nameUnknown(RepositoryName)
    case tagInvalid(String)
    case digestInvalid(String)
    case digestMismatch(given: Digest)
    case blobUnknown(Digest)
    case blobTooLarge(limit: Int64)
    case uploadUnknown
    case uploadBusy
    case uploadRangeInvalid(resumeFrom: Int64, location: String)
    case contentRangeInvalid
    case sizeInvalid
    case tooManyUploads
    case manifestUnknown(String)
    case manifestInvalid(String)
    case manifestTooLarge
    case manifestReferencesUnknown([Digest])
    case parameterInvalid(String)
    case pageSizeInvalid
    case rangeNotSatisfiable(length: Int64)
    case deleteDisabled
    case readOnly
    /// Nobody, or a wrong password; the value of `WWW-Authenticate`.
    case unauthorized(challenge: String)
    case denied
    case tooManyRequests(retryAfter: Int)
}
