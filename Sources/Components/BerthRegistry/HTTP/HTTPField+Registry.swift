import HTTPTypes

extension HTTPField.Name {
    /// A field of the distribution protocol; the names are literals, so the fallback is never taken.
    private static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .trailer }

    static let dockerContentDigest = named("Docker-Content-Digest")
    static let dockerUploadUUID = named("Docker-Upload-UUID")
    static let ociSubject = named("OCI-Subject")
    static let ociTag = named("OCI-Tag")
    static let ociFiltersApplied = named("OCI-Filters-Applied")
    static let link = named("Link")
    static let contentTypeOptions = named("X-Content-Type-Options")
}
