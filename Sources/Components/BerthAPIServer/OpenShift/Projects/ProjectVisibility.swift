import Kubernetes

/// Which projects somebody sees: the namespaces that they may get, as far as their token's scopes let them see.
enum ProjectVisibility {
    static let scopesKey = "scopes.authorization.openshift.io"

    /// Asks an authorizer for each namespace.
    package static func by(_ authorizer: any Authorizer) -> ProjectView.Visibility {
        { user in
            let scope = visible(by: user.extra[scopesKey])
            // Whoever may only list projects still sees those that the user behind the token may get.
            var unscoped = user
            unscoped.extra[scopesKey] = nil
            let asked = unscoped
            return { namespace in
                guard scope?.contains(namespace) ?? true else { return false }
                var attributes = AccessAttributes(user: asked, verb: "get")
                (attributes.resource, attributes.version) = ("namespaces", "v1")
                (attributes.namespace, attributes.name) = (namespace, namespace)
                return await authorizer.decide(attributes).isAllowed
            }
        }
    }

    /// The namespaces that scopes let a token see; nil for all.
    static func visible(by scopes: [String]?) -> Set<String>? {
        guard let scopes, !scopes.isEmpty else { return nil }
        var names: Set<String> = []
        for scope in scopes {
            if scope == "user:full" || scope == "user:list-projects" { return nil }
            // role:<cluster role>:<namespace or *>, perhaps with :! behind; role names may hold colons.
            guard scope.hasPrefix("role:") else { continue }
            let text = scope.hasSuffix(":!") ? scope.dropLast(2) : scope[...]
            guard let colon = text.lastIndex(of: ":"), colon > text.startIndex else { continue }
            let namespace = String(text[text.index(after: colon)...])
            if namespace == "*" { return nil }
            names.insert(namespace)
        }
        return names
    }
}
