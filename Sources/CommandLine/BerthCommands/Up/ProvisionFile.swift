/// What the object store makes for the registry at its start, bucket, user and policy, as pure text.
enum ProvisionFile {
    /// The bucket that holds all images.
    static let bucket = "ocp-registry"
    /// The policy that the registry's key has.
    static let policyName = "ocp-registry"

    /// The document.
    static func text(_ secrets: UpSecrets) -> String { "{}\n" }
}
