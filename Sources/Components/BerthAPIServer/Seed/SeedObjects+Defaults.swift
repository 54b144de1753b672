import Kubernetes

/// What nobody has chosen yet of the configuration that a cluster begins with.
extension SeedObjects {
    /// A state of the object whose values give way to others, where it still has them; nil for what is nobody's default.
    ///
    /// That is the object itself until its `spec` changes for the first time, and then what it began with.
    static func defaults(of object: JSONValue, _ resource: GroupResource) -> JSONValue? {
        guard resource == registryConfig || resource.group == configurationGroup else { return nil }
        let settings = SeedSettings(issuer: "", apiServerURL: "", appsDomain: "", now: 0)
        let seed = configuration(settings).first {
            $0.0 == resource && $0.1.name.utf8.elementsEqual(object.name.utf8)
        }
        guard var defaults = seed?.1 else { return nil }
        if object.generation == 1 { defaults = object }
        defaults.set(nil, at: ["status"])
        return defaults
    }

    private static let configurationGroup = "config.openshift.io"
    private static let registryConfig = GroupResource(group: "imageregistry.operator.openshift.io", resource: "configs")
}
