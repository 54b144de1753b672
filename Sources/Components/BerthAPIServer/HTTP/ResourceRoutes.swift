import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// The verbs of resources, for whatever backend answers for them.
struct ResourceRoutes: Sendable {
    let context: StorageContext

    /// Answers an authorised request.
    func respond(_ call: ResourceCall) async throws -> Response {
        var response: Response
        do {
            response = try await route(call)
        } catch let error as StoreError {
            throw Status.of(error, call.kind.groupResource, name: call.info.name) ?? .internalError("the store failed")
        }
        for text in call.request.warnings.texts {
            response.headers.append(HTTPField(name: Self.warning, value: Self.warningValue(text)))
        }
        return response
    }

    private func route(_ call: ResourceCall) async throws -> Response {
        guard call.info.rest.isEmpty else { throw Status.unknownPath }
        // Rights in one namespace, also those on it, reach nothing beside it.
        guard call.kind.isNamespaced || !call.info.isBelowNamespace else { throw Status.unknownPath }
        guard call.info.subresource.isEmpty else {
            return try await SubresourceRoutes(routes: self).respond(call)
        }
        guard call.kind.verbs.contains(call.info.verb), call.info.hasAddress else {
            throw Status.methodNotAllowed
        }
        switch call.info.verb {
        case "get": return try await get(call)
        case "list": return try await ListRoute(context: context).respond(call)
        case "watch": return try await WatchRoute(context: context).respond(call)
        case "create": return try await create(call)
        case "update": return try await update(call)
        case "patch": return try await PatchRoute(context: context).respond(call, subresource: nil)
        case "delete": return try await delete(call)
        case "deletecollection": return try await deleteCollection(call)
        default: throw Status.methodNotAllowed
        }
    }

    func get(_ call: ResourceCall) async throws -> Response {
        if let stored = call.backend as? StoredResource {
            let wanted = try ResourceVersionRule.revision(call.query.value("resourceVersion"))
            if wanted > 0 { try await stored.require(wanted) }
            if call.form == .object, stored.isSentAsStored {
                var body = ByteBuffer()
                StoredEncoding.splice(
                    try await stored.stored(call.info.name, namespace: call.request.namespace),
                    into: &body
                )
                return ResourceAnswer.bytes(body)
            }
        }
        let object = try await call.backend.get(call.info.name, call.request)
        return ResourceAnswer.object(object, call.form, call.kind, now: context.now())
    }

    private func create(_ call: ResourceCall) async throws -> Response {
        var object = try await decoded(call)
        try FieldValidation.identify(&object, call)
        try FieldValidation.requireTypes(&object, call)
        let created = try await call.backend.create(object, call.request)
        return ResourceAnswer.object(created, call.form, call.kind, now: context.now(), status: .created)
    }

    private func update(_ call: ResourceCall) async throws -> Response {
        try await replace(call, subresource: nil)
    }

    /// PUT of an object or of its status.
    func replace(_ call: ResourceCall, subresource: String?) async throws -> Response {
        var object = try await decoded(call)
        try FieldValidation.identify(&object, call)
        try FieldValidation.requireTypes(&object, call)
        guard !object.name.isEmpty else { throw ObjectIdentity.undeterminable(call.info.name) }
        try ObjectIdentity.requireName(&object, call.info.name)
        let replacement = object
        let outcome = try await call.backend.update(
            call.info.name,
            subresource: subresource,
            call.request,
            change: { current in
                if current == nil { try await call.mayCreate() }
                guard !replacement.resourceVersion.isEmpty || !call.kind.isCustom || current == nil else {
                    throw Status.invalid(
                        call.kind.gvk,
                        name: call.info.name,
                        [.unquoted("metadata.resourceVersion", "0x0", "must be specified for an update")]
                    )
                }
                return replacement
            }
        )
        return ResourceAnswer.object(
            outcome.object,
            call.form,
            call.kind,
            now: context.now(),
            status: outcome.isNew ? .created : .ok
        )
    }

    /// The body as an object, checked for fields that nobody knows.
    private func decoded(_ call: ResourceCall) async throws -> JSONValue {
        let content = try await RequestContent(call.http)
        let (object, duplicates) = try content.decoded()
        try FieldValidation.check(object, duplicates: duplicates, call)
        return object
    }

    private func delete(_ call: ResourceCall) async throws -> Response {
        let options = try await deletion(call)
        switch try await call.backend.delete(call.info.name, options, call.request) {
        case .deleted(let object): return ResourceAnswer.deleted(object, call.kind)
        case .pending(let object):
            return ResourceAnswer.object(object, call.form, call.kind, now: context.now())
        }
    }

    private func deletion(_ call: ResourceCall) async throws -> DeleteOptions {
        let content = try await RequestContent(call.http)
        return try call.query.delete(content.isEmpty ? nil : content.decoded().value)
    }

    /// Deletes what is selected, up to a limit, one after the other; what went meanwhile is no error.
    private func deleteCollection(_ call: ResourceCall) async throws -> Response {
        // of all namespaces there is only a list and a watch: nobody empties a cluster by forgetting to name one
        guard !call.kind.isNamespaced || !call.request.namespace.isEmpty else { throw Status.methodNotAllowed }
        let options = try await deletion(call)
        var list = try await call.backend.list(try call.query.list(), call.request)
        var gone: [JSONValue] = []
        for object in list.items {
            var single = options
            single.uid = object.uid.isEmpty ? nil : object.uid
            do {
                switch try await call.backend.delete(object.name, single, call.request) {
                case .deleted(let last), .pending(let last): gone.append(last)
                }
            } catch let error as Status where error.code == 404 || error.code == 409 {
                continue
            }
        }
        list.items = gone
        return ResourceAnswer.list(list, call.form, call.kind, now: context.now())
    }

    private static let warning = HTTPField.Name.warningHeader

    /// `299 - "text"`, without what would end the header or the quotes.
    private static func warningValue(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars.prefix(1024) {
            switch scalar {
            case "\"", "\\": safe += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: safe += " "
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return "299 - \"\(safe)\""
    }
}

extension HTTPField.Name {
    /// `Warning` (RFC 7234 §5.5).
    static let warningHeader = HTTPField.Name("Warning") ?? .via
}

extension ResourceRequest {
    /// The same request with other options.
    func with(_ options: WriteOptions) -> ResourceRequest {
        ResourceRequest(
            kind: kind,
            namespace: namespace,
            user: user,
            options: options,
            target: target,
            context: context,
            warnings: warnings
        )
    }
}
