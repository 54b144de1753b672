/// Proof that the holder of an access key signed a request, and what the signature says about the body.
///
/// Only `RequestVerifier` makes one.
package struct VerifiedSignature: Sendable {
    /// The key that signed; the identity of the request is this and nothing else.
    package let accessKey: String
    package let scope: CredentialScope
    package let time: SigningTime
    /// How the body is bound to the signature.
    package let payload: PayloadMode
    /// The names of the signed header fields, in lower case.
    package let signedHeaders: Set<String>
    /// Whether the signature came in the URL.
    package let isPresigned: Bool
    /// What the chunks of the body are checked with, when they are signed.
    package let chunkSigning: ChunkSigning?
}
