import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// PATCH of an object or its status: applied to what is there, again when that moves.
struct PatchRoute: Sendable {
    let context: StorageContext

    func respond(_ call: ResourceCall, subresource: String?) async throws -> Response {
        let content = try await RequestContent(call.http)
        if content.mediaType == ApplyConfiguration.mediaType, call.backend.keepsOwners {
            return try await ApplyRoute(context: context).respond(call, content, subresource: subresource)
        }
        try call.query.refuseForce()
        let (patch, duplicates) = try PatchDocument.read(
            content,
            gvk: call.kind.gvk,
            isCustom: call.kind.isCustom,
            keepsOwners: call.backend.keepsOwners
        )
        let outcome = try await call.backend.update(call.info.name, subresource: subresource, call.request) { current in
            guard let current else { throw Status.notFound(call.kind.groupResource, name: call.info.name) }
            var patched = try patch.applied(to: current, call.kind.gvk, name: call.info.name)
            try Self.requireIdentity(&patched, of: current, call)
            try FieldValidation.checkPatched(patched, duplicates: duplicates, call)
            try FieldValidation.requireTypes(&patched, call)
            return patched
        }
        return ResourceAnswer.object(
            outcome.object,
            call.form,
            call.kind,
            now: context.now(),
            status: outcome.isNew ? .created : .ok
        )
    }

    /// A patch changes neither kind nor name nor namespace nor uid.
    private static func requireIdentity(
        _ patched: inout JSONValue,
        of current: JSONValue,
        _ call: ResourceCall
    ) throws(Status) {
        guard patched.object != nil, patched["metadata"]?.object != nil else {
            throw ObjectIdentity.undeterminable(call.info.name)
        }
        for (field, now, was) in [
            ("kind", patched.kind, current.kind), ("apiVersion", patched.apiVersion, current.apiVersion),
        ] where !now.utf8.elementsEqual(was.utf8) {
            throw .badRequest(
                "the \(field) in the data (\(now)) does not match the expected \(field) (\(was))"
            )
        }
        guard patched.name.utf8.elementsEqual(current.name.utf8) else {
            throw .badRequest(
                "the name of the object (\(patched.name)) does not match the name on the URL (\(current.name))"
            )
        }
        guard patched.namespace.utf8.elementsEqual(current.namespace.utf8) else {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        guard patched.uid.utf8.elementsEqual(current.uid.utf8) else {
            throw .invalid(
                call.kind.gvk,
                name: call.info.name,
                [.invalid("metadata.uid", patched.uid, "field is immutable")]
            )
        }
    }
}
