/// What policies are asked about: may this be done to that, in these circumstances.
package struct PolicyRequest: Sendable {
    /// The IAM action, as `s3:GetObject`.
    package var action: String
    /// The bucket, the object, or everything for a call that is about neither.
    package var resource: ARN
    package var context: PolicyContext

    package init(action: String, resource: ARN, context: PolicyContext) {
        self.action = action
        self.resource = resource
        self.context = context
    }
}
