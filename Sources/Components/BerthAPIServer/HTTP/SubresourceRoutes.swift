import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// What lies below an object: its status, its scale, and what others answer.
struct SubresourceRoutes: Sendable {
    let routes: ResourceRoutes

    func respond(_ call: ResourceCall) async throws -> Response {
        guard let subresource = call.kind.subresources.first(where: { $0.name == call.info.subresource }) else {
            throw Status.unknownPath
        }
        guard subresource.verbs.contains(call.info.verb) else {
            throw Status.methodNotAllowed
        }
        switch subresource.handling {
        case .status: return try await status(call, subresource.name)
        case .scale: return try await ScaleRoute(context: routes.context).respond(call)
        case .custom(let handler): return try await custom(call, subresource, handler)
        }
    }

    private func status(_ call: ResourceCall, _ name: String) async throws -> Response {
        switch call.info.verb {
        case "get": try await routes.get(call)
        case "update": try await routes.replace(call, subresource: name)
        case "patch": try await PatchRoute(context: routes.context).respond(call, subresource: name)
        default: throw Status.methodNotAllowed
        }
    }

    private func custom(
        _ call: ResourceCall,
        _ kind: Subresource,
        _ handler: any SubresourceHandler
    ) async throws -> Response {
        var body: JSONValue?
        if call.info.verb != "get" {
            let content = try await RequestContent(call.http)
            let isPatch = content.mediaType.hasSuffix("patch+json")
            if !content.isEmpty {
                var read = try isPatch ? content.json().value : content.decoded().value
                if !isPatch, read.object != nil {
                    let answered = ResourceKind(kind.gvk, resource: call.kind.resource, isNamespaced: true)
                    try ObjectSchema(of: kind.gvk)?.normalize(&read, answered)
                }
                body = read
            }
        }
        let answer = try await handler.handle(
            verb: call.info.verb,
            name: call.info.name,
            body: body,
            request: call.request
        )
        switch answer {
        case .object(let object):
            return ResourceAnswer.json(object, status: call.info.verb == "create" ? .created : .ok)
        case .response(let response): return response
        }
    }
}
