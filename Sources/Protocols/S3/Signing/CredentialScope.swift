/// What a signing key is good for: a day, a region and a service.
package struct CredentialScope: Hashable, Sendable {
    package let day: String
    /// Any text, also none: clients of the administration API send an empty region.
    package let region: String
    package let service: String

    package init(day: String, region: String, service: String) {
        self.day = day
        self.region = region
        self.service = service
    }

    /// The form of the string to sign and, after the access key, of the credential.
    package var text: String { "\(day)/\(region)/\(service)/aws4_request" }
}
