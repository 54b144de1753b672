import HTTPTypes
import HummingbirdCore
import Kubernetes

/// PATCH of `/scale` with `application/apply-patch+yaml`: who applies a Scale owns the replicas of the object.
///
/// So an autoscaler takes over `spec.replicas` from whoever applies the rest.
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
struct ScaleApplyRoute: Sendable {
    private static let ownersPath = ["metadata", "managedFields"]

    let context: StorageContext

    func respond(_ call: ResourceCall, _ content: RequestContent) async throws -> Response {
        let route = ApplyRoute(context: context)
        let manager = try ApplyRoute.manager(of: call)
        let scaleCall = call.speaking(ScaleRoute.kind(of: call.kind))
        let configuration = try ApplyConfiguration(content, scaleCall, subresource: nil)
        let apply = try route.apply(configuration, by: manager, scaleCall, subresource: "scale")
        var options = call.request.options
        (options.isApply, options.writtenSubresource) = (true, "scale")
        let outcome = try await call.backend.update(call.info.name, subresource: nil, call.request.with(options)) {
            current in
            guard let current else { throw Status.notFound(call.kind.groupResource, name: call.info.name) }
            try configuration.require(current, call.kind.groupResource)
            return try Self.object(apply, on: current, call)
        }
        return ResourceAnswer.json(ScaleRoute.scale(of: outcome.object, call.kind.scale))
    }

    /// What the apply of a Scale makes of the object.
    private static func object(
        _ apply: FieldApply,
        on current: JSONValue,
        _ call: ResourceCall
    ) throws(Status) -> JSONValue {
        let (kind, paths) = (call.kind, call.kind.scale)
        var object = current
        object.set(nil, at: ownersPath)
        var owners = FieldOwners(json: current.value(at: ownersPath)) ?? FieldOwners()
        if owners.isEmpty {
            var first = apply.applier
            first.apiVersion = kind.gvk.apiVersion
            owners = FieldApply.firstOwners(of: object, first, kind.fieldShape)
        }
        let replicas = ScaleOwners(owners, path: paths.specReplicas, apiVersion: kind.gvk.apiVersion)
        // isNew: a Scale that nobody owns belongs to nobody, since the object's owners are known
        var (scale, after) = try ApplyRoute.result(
            of: apply,
            on: ScaleRoute.scale(of: object, paths),
            replicas.ofScale,
            isNew: true
        )
        try ScaleRoute.check(&scale, of: object, call)
        object.set(scale["spec"]?["replicas"] ?? 0, at: paths.specReplicas)
        object.set(replicas.ofObject(after).json, at: ownersPath)
        return object
    }
}

extension ResourceCall {
    /// The same call, whose bodies are of another kind.
    fileprivate func speaking(_ kind: ResourceKind) -> ResourceCall {
        ResourceCall(
            info: info,
            kind: kind,
            backend: backend,
            request: request,
            form: form,
            http: http,
            mayCreate: mayCreate,
            caller: caller,
            judge: judge,
            watching: watching
        )
    }
}
