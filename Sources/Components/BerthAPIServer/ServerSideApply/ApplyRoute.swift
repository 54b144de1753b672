import HTTPTypes
import HummingbirdCore
import Kubernetes

/// PATCH with `application/apply-patch+yaml`: server-side apply of an object or its status.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/
struct ApplyRoute: Sendable {
    let context: StorageContext

    /// How often an object that comes and goes meanwhile is tried anew.
    private static let tries = 8
    private static let lastAppliedLimit = 256 * 1024

    func respond(_ call: ResourceCall, _ content: RequestContent, subresource: String?) async throws -> Response {
        let manager = try Self.manager(of: call)
        let configuration = try ApplyConfiguration(content, call, subresource: subresource)
        var apply = try apply(configuration, by: manager, call, subresource: subresource)
        let resource = call.kind.groupResource
        apply.defaults = { SeedObjects.defaults(of: $0, resource) }
        var options = call.request.options
        options.isApply = true
        let outcome = try await commit(
            apply,
            configuration,
            call,
            call.request.with(options),
            subresource: subresource
        )
        return ResourceAnswer.object(
            outcome.object,
            call.form,
            call.kind,
            now: context.now(),
            status: outcome.isNew ? .created : .ok
        )
    }

    /// The manager who applies.
    ///
    /// - Throws: `Status` 422 when the request names none.
    static func manager(of call: ResourceCall) throws(Status) -> String {
        let manager = call.request.options.fieldManager
        guard manager.isEmpty else { return manager }
        throw .invalid(
            QueryOptions.patchOptions,
            name: "",
            [
                .init(
                    reason: "FieldValueRequired",
                    message: "Required value: is required for apply patch",
                    field: "fieldManager"
                )
            ]
        )
    }

    /// The apply of a configuration, by the kind of the call.
    func apply(
        _ configuration: ApplyConfiguration,
        by manager: String,
        _ call: ResourceCall,
        subresource: String?
    ) throws(Status) -> FieldApply {
        FieldApply(
            configuration: configuration.object,
            applier: FieldOwner(
                manager: manager,
                operation: .apply,
                apiVersion: call.kind.gvk.apiVersion,
                time: RFC3339.text(seconds: context.now().rounded(.down)),
                subresource: subresource ?? ""
            ),
            isForced: try call.query.flag("force"),
            shape: call.kind.fieldShape
        )
    }

    private func commit(
        _ apply: FieldApply,
        _ configuration: ApplyConfiguration,
        _ call: ResourceCall,
        _ request: ResourceRequest,
        subresource: String?
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let name = call.info.name
        let missing = Status.notFound(call.kind.groupResource, name: name)
        for _ in 0..<Self.tries {
            do {
                return try await call.backend.update(name, subresource: subresource, request) { current in
                    guard let current else { throw missing }
                    return try Self.object(apply, configuration, on: current, call)
                }
            } catch let error as Status where error.code == 404 && error.name == name && subresource == nil {
                try await call.mayCreate()
            }
            guard configuration.uid.isEmpty else {
                throw Status.conflict(
                    call.kind.groupResource,
                    name: name,
                    "uid mismatch: the provided object specified uid \(configuration.uid), and no existing object was found"
                )
            }
            guard configuration.resourceVersion.isEmpty else {
                throw Status.badRequest("resourceVersion should not be set on objects to be created")
            }
            do {
                var (object, owners) = try Self.result(of: apply, on: [:], FieldOwners(), isNew: true)
                try FieldValidation.requireTypes(&object, call)
                let created = try await call.backend.create(Self.with(owners, object), request)
                return (created, true)
            } catch let error as Status where error.reason == "AlreadyExists" && !request.options.isDryRun { continue }
        }
        throw Status.conflict(call.kind.groupResource, name: name)
    }

    /// What the apply makes of an object that is there.
    private static func object(
        _ apply: FieldApply,
        _ configuration: ApplyConfiguration,
        on current: JSONValue,
        _ call: ResourceCall
    ) throws(Status) -> JSONValue {
        try configuration.require(current, call.kind.groupResource)
        var live = current
        live.set(nil, at: ["metadata", "managedFields"])
        let owners = FieldOwners(json: current["metadata"]?["managedFields"]) ?? FieldOwners()
        var (object, after) = try result(of: apply, on: live, owners, isNew: false)
        if apply.applier.subresource.isEmpty, apply.applier.manager == FieldApply.kubectl {
            noteLastApplied(apply.configuration, in: &object)
        }
        try FieldValidation.requireTypes(&object, call)
        return with(after, object)
    }

    /// - Throws: `Status` 409 with a cause for each conflict.
    static func result(
        of apply: FieldApply,
        on live: JSONValue,
        _ owners: FieldOwners,
        isNew: Bool
    ) throws(Status) -> (JSONValue, FieldOwners) {
        do {
            return try apply.applied(to: live, owners, isNew: isNew)
        } catch {
            var refusal = Status(code: 409, reason: "Conflict", message: error.message)
            refusal.causes = error.conflicts.map {
                .init(reason: "FieldManagerConflict", message: "conflict with \($0.owner)", field: $0.path)
            }
            throw refusal
        }
    }

    private static func with(_ owners: FieldOwners, _ object: JSONValue) -> JSONValue {
        var object = object
        object.set(owners.json, at: ["metadata", "managedFields"])
        return object
    }

    /// Keeps the annotation of `kubectl apply`, where there is one, in step, so that it can be used again without the server.
    private static func noteLastApplied(_ configuration: JSONValue, in object: inout JSONValue) {
        let path = ["metadata", "annotations", FieldApply.lastApplied]
        guard object.value(at: path) != nil else { return }
        var last = configuration
        last.set(nil, at: path)
        let text = last.serialized() + "\n"
        object.set(text.utf8.count <= lastAppliedLimit ? .string(text) : nil, at: path)
    }
}
