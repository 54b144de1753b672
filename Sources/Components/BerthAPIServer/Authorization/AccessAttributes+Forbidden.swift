package import Kubernetes

extension AccessAttributes {
    /// The refusal in the words that clients know: `pods "p" is forbidden: User "u" cannot get resource …`.
    package func forbidden(reason: String) -> Status {
        .forbidden(GroupResource(group: group, resource: resource), name: name, reason)
    }
}
