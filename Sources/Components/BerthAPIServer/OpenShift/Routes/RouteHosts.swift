import Kubernetes

/// Gives a route its host when none is asked for, and lets only those choose one who may.
struct RouteHosts: Admission {
    /// Says that the host was made up here.
    static let generated = "openshift.io/host.generated"

    let objects: any LocalObjects
    let authorizer: any Authorizer

    func admit(_ write: inout AdmittedWrite) async throws {
        guard write.kind.groupResource == KnownResource.routes, write.subresource == nil else { return }
        let host = write.object[path: "spec", "host"]?.string ?? ""
        switch write.operation {
        case .delete: return
        case .create:
            if host.isEmpty {
                try await generate(&write.object)
            } else {
                try await require("create", write, field: "spec.host")
            }
        case .update:
            let before = write.old?[path: "spec", "host"]?.string ?? ""
            if host.isEmpty {
                write.object.set(before.isEmpty ? nil : .string(before), at: ["spec", "host"])
            } else if !host.utf8.elementsEqual(before.utf8) {
                try await require("update", write, field: "spec.host")
            }
        }
    }

    /// `<name>-<namespace>.<domain of the cluster's ingress>`; without a domain the router decides.
    private func generate(_ route: inout JSONValue) async throws {
        let ingress = try await objects.get(KnownResource.configuration("ingresses"), namespace: "", name: "cluster")
        guard let domain = ingress?[path: "spec", "domain"]?.string, !domain.isEmpty else { return }
        route.set(.string("\(route.name)-\(route.namespace).\(domain)"), at: ["spec", "host"])
        route.set("true", at: ["metadata", "annotations", Self.generated])
    }

    private func require(_ verb: String, _ write: AdmittedWrite, field: String) async throws {
        var attributes = AccessAttributes(user: write.user, verb: verb)
        (attributes.group, attributes.version) = (write.kind.gvk.group, write.kind.gvk.version)
        (attributes.resource, attributes.subresource) = ("routes", "custom-host")
        (attributes.namespace, attributes.name) = (write.object.namespace, write.object.name)
        guard await !authorizer.decide(attributes).isAllowed else { return }
        let cause =
            verb == "create"
            ? Status.Cause(
                reason: "FieldValueForbidden",
                message: "Forbidden: you do not have permission to set the host field of the route",
                field: field
            )
            : Status.Cause.invalid(field, write.object[path: "spec", "host"]?.string ?? "", "field is immutable")
        throw Status.invalid(write.kind.gvk, name: write.object.name, [cause])
    }
}
