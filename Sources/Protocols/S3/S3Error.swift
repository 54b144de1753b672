/// A refusal in S3's words: a code, and where it helps a message of its own and further elements of the error document.
package struct S3Error: Error, Hashable, Sendable {
    package let code: S3ErrorCode
    package let message: String
    /// Elements that S3 adds to the document for some codes, such as `Expires`; in order, never a secret.
    package let details: [Detail]

    /// One further element of the error document.
    package struct Detail: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init(_ code: S3ErrorCode, _ message: String? = nil, details: KeyValuePairs<String, String> = [:]) {
        self.code = code
        self.message = message ?? code.message
        self.details = details.map { Detail(name: $0.key, value: $0.value) }
    }
}
