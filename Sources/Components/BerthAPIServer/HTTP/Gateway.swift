import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import Logging

/// The way of every request: target, who asks, what may be done, limits, route; and of every error: its Status.
struct Gateway: Sendable {
    let health: HealthRoutes
    let paths: PathRoutes
    let catalog: ResourceCatalog
    var storage: StorageContext
    let authenticators: [any Authenticator]
    let authorizer: any Authorizer
    let limits: InFlightLimits
    let audit: AuditLog?
    let metrics: APIMetrics

    /// The answer; errors are Status documents already.
    func respond(to request: Request, _ context: HTTPContext) async -> Response {
        var record = RequestRecord(request, context)
        var response: Response
        do {
            response = try await answer(request, context, &record)
        } catch let error as any WireError {
            response = error.response(in: context)
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(String(reflecting: type(of: error)))"])
            response = Status.internalError("the request could not be answered").response(in: context)
        }
        if record.info?.verb == "get" || record.info?.verb == "list" {
            response = ContentCoding.encoded(AnswerLanguage.translated(response, for: request, context), for: request)
        }
        if let name = Self.auditID { response.headers[name] = record.auditID }
        let isLong = record.info?.verb == "watch" && response.status.code == 200 && request.method != .head
        metrics.note(record, status: response.status.code, seconds: storage.now() - context.receivedAt, isLong: isLong)
        if let audit, record.info != nil {
            let stage: AuditEvent.Stage = isLong ? .responseStarted : .responseComplete
            audit.append(record, stage, status: response.status.code, at: storage.now())
        }
        return response
    }

    private static let auditID = HTTPField.Name("Audit-Id")

    private func answer(
        _ request: Request,
        _ context: HTTPContext,
        _ record: inout RequestRecord
    ) async throws -> Response {
        guard let target = RequestTarget(request.head.path ?? "") else {
            throw Status.badRequest("the target of the request is not valid")
        }
        if let response = await health.respond(method: request.method.rawValue, target: target) {
            context.notes.handler = "health"
            return response
        }
        let info = try RequestInfo(method: request.method.rawValue, target: target)
        record.info = info
        context.notes.handler = info.isResource ? info.resource : "path"
        context.notes.loggedPath = info.concealedPath
        // a refused impersonation is written down too, with who tried it
        let sender = try await Caller.sender(of: request, context, authenticators, isUse: true)
        record.caller = sender
        context.notes.principal = sender.user.username
        let caller = try await sender.acting(by: request, authorizer)
        record.caller = caller
        context.notes.principal = caller.user.username
        let attributes = Self.attributes(info, caller.user)
        var decision = await authorizer.decide(attributes)
        if !decision.isAllowed, let personal = attributes.ofPersonalReview {
            decision = await authorizer.decide(personal)
        }
        record.decision = decision
        record.isServed = isServed(info)
        guard decision.isAllowed else { throw attributes.forbidden(reason: decision.reason) }
        guard info.isResource else { return try paths.respond(info, request) }
        guard info.verb != "watch" else { return try await resource(info, caller, request, context, record) }
        let settled = record
        return try await limits.run(for: caller.user) {
            try await resource(info, caller, request, context, settled)
        }
    }

    private func isServed(_ info: RequestInfo) -> Bool {
        guard let served = catalog.served(group: info.group, version: info.version, resource: info.resource) else {
            return false
        }
        return info.subresource.isEmpty || served.kind.subresources.contains { $0.name == info.subresource }
    }

    private static func attributes(_ info: RequestInfo, _ user: UserInfo) -> AccessAttributes {
        info.attributes(for: user, selectedName: selectedName(info))
    }

    /// A list or watch of one name asks for the rights on that name.
    private static func selectedName(_ info: RequestInfo) -> String {
        guard ["list", "watch", "deletecollection"].contains(info.verb),
            let text = info.target.queryValue("fieldSelector"), !text.isEmpty,
            let fields = try? FieldSelector(parsing: text)
        else { return "" }
        return fields.exactValue(of: "metadata.name") ?? ""
    }

    private func resource(
        _ info: RequestInfo,
        _ caller: Caller,
        _ request: Request,
        _ context: HTTPContext,
        _ record: RequestRecord
    ) async throws -> Response {
        guard let served = catalog.served(group: info.group, version: info.version, resource: info.resource) else {
            throw Status.unknownPath
        }
        let warnings = WarningCollector()
        let query = QueryOptions(target: info.target)
        let call = ResourceCall(
            info: info,
            kind: served.kind,
            backend: served.backend(storage),
            request: ResourceRequest(
                kind: served.kind,
                namespace: served.kind.isNamespaced ? info.namespace : "",
                user: caller.user,
                options: try query.write(verb: info.verb, userAgent: request.headers[.userAgent] ?? ""),
                target: info.target,
                context: context,
                warnings: warnings
            ),
            // a log is text, whatever is asked for
            form: info.subresource == "log"
                ? .object
                : try ResponseForm(
                    accept: request.headers[.accept],
                    includeObject: info.target.queryValue("includeObject")
                ),
            http: request,
            mayCreate: {
                var attributes = info.attributes(for: caller.user)
                attributes.verb = "create"
                let decision = await authorizer.decide(attributes)
                guard decision.isAllowed else { throw attributes.forbidden(reason: decision.reason) }
            },
            caller: caller,
            judge: {
                let now = try await Caller.of(request, context, authenticators, authorizer, isUse: false)
                guard now.user.username.hasSameBytes(as: caller.user.username) else { return nil }
                return await authorizer.decide(Self.attributes(info, now.user)).isAllowed ? now : nil
            },
            watching: WatchObserver {
                metrics.watchEnded(record)
                audit?.append(record, .responseComplete, status: 200, at: storage.now())
            }
        )
        return try await ResourceRoutes(context: storage).respond(call)
    }
}

extension ServedResource {
    /// Who answers clients.
    func backend(_ context: StorageContext) -> any ResourceBackend {
        switch backing {
        case .stored: StoredResource(kind: kind, context: context)
        case .wrapped(let wrap): wrap(StoredResource(kind: kind, context: context))
        case .virtual(let backend): backend
        }
    }
}
