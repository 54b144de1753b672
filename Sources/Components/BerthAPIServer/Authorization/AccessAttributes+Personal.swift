/// Reviews of OpenShift's group that ask about the caller.
extension AccessAttributes {
    /// What to ask instead for a review that may be about the caller; nil for everything else.
    ///
    /// The review itself refuses questions about others from whoever lacks the right to them.
    var ofPersonalReview: AccessAttributes? {
        guard verb == "create", group == "authorization.openshift.io", subresource.isEmpty,
            ["subjectaccessreviews", "localsubjectaccessreviews"].contains(resource)
        else { return nil }
        var asked = AccessAttributes(user: user, verb: "create")
        (asked.group, asked.version, asked.resource) = ("authorization.k8s.io", "v1", "selfsubjectaccessreviews")
        return asked
    }
}
