/// The answer that is no object: `meta/v1 Status`; as an error, the one form every refusal takes.
package struct Status: Error, Sendable, Hashable {
    /// One of several reasons of a refusal: a field and what is wrong with it.
    package struct Cause: Sendable, Hashable {
        /// Such as `FieldValueInvalid`, `FieldValueRequired`, `FieldValueNotSupported` or `FieldValueDuplicate`.
        package var reason: String
        package var message: String
        /// `spec.identityProviders[0].name`.
        package var field: String

        package init(reason: String, message: String, field: String) {
            (self.reason, self.message, self.field) = (reason, message, field)
        }
    }

    /// HTTP status.
    package var code: Int
    /// `NotFound`, `AlreadyExists`, …; empty for a success.
    package var reason: String
    package var message: String
    /// The object's name, kind (the plural) and group, as far as they are known.
    package var name: String
    package var kind: String
    package var group: String
    package var uid: String
    package var causes: [Cause]
    /// Seconds for `Retry-After`; clients retry silently, so never on a permanent refusal.
    package var retryAfterSeconds: Int?

    package init(
        code: Int,
        reason: String,
        message: String,
        name: String = "",
        kind: String = "",
        group: String = "",
        uid: String = "",
        causes: [Cause] = [],
        retryAfterSeconds: Int? = nil
    ) {
        (self.code, self.reason, self.message, self.name, self.kind) = (code, reason, message, name, kind)
        (self.group, self.uid, self.causes, self.retryAfterSeconds) = (group, uid, causes, retryAfterSeconds)
    }

    package var isSuccess: Bool { code < 400 }
}

extension Status {
    package static func badRequest(_ message: String) -> Status {
        Status(code: 400, reason: "BadRequest", message: message)
    }
    package static let unauthorized = Status(code: 401, reason: "Unauthorized", message: "Unauthorized")
    /// `<resource> "<name>" is forbidden: <why>`; without a name the quoted part is left out.
    package static func forbidden(_ resource: GroupResource, name: String, _ why: String) -> Status {
        let what = name.isEmpty ? "\(resource)" : "\(resource) \"\(name)\""
        return Status(
            code: 403,
            reason: "Forbidden",
            message: "\(what) is forbidden: \(why)",
            name: name,
            kind: resource.resource,
            group: resource.group
        )
    }
    package static func notFound(_ resource: GroupResource, name: String) -> Status {
        Status(
            code: 404,
            reason: "NotFound",
            message: "\(resource) \"\(name)\" not found",
            name: name,
            kind: resource.resource,
            group: resource.group
        )
    }
    /// For a path that no resource has.
    package static let unknownPath = Status(
        code: 404,
        reason: "NotFound",
        message: "the server could not find the requested resource"
    )
    /// For a verb that a path has not.
    package static let methodNotAllowed = Status(
        code: 405,
        reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource"
    )
    package static func alreadyExists(_ resource: GroupResource, name: String) -> Status {
        Status(
            code: 409,
            reason: "AlreadyExists",
            message: "\(resource) \"\(name)\" already exists",
            name: name,
            kind: resource.resource,
            group: resource.group
        )
    }
    package static func conflict(
        _ resource: GroupResource,
        name: String,
        _ why: String =
            "the object has been modified; please apply your changes to the latest version and try again"
    ) -> Status {
        Status(
            code: 409,
            reason: "Conflict",
            message: "Operation cannot be fulfilled on \(resource) \"\(name)\": \(why)",
            name: name,
            kind: resource.resource,
            group: resource.group
        )
    }
    /// A resource version that history no longer holds: list again.
    package static func expired(_ message: String) -> Status {
        Status(code: 410, reason: "Expired", message: message)
    }
    /// For a client that takes nothing of what there is.
    package static let notAcceptable = Status(
        code: 406,
        reason: "NotAcceptable",
        message: "only the following media types are accepted: application/json, application/yaml, "
            + "application/vnd.kubernetes.protobuf"
    )
    package static func unsupportedMediaType(accepted: [String]) -> Status {
        Status(
            code: 415,
            reason: "UnsupportedMediaType",
            message: "the body of the request was in an unknown format - accepted media types include: "
                + accepted.joined(separator: ", ")
        )
    }
    package static func tooLarge(_ message: String) -> Status {
        Status(code: 413, reason: "RequestEntityTooLarge", message: message)
    }
    /// `<Kind>.<group> "<name>" is invalid: <field>: <message>`; several problems stand in brackets.
    package static func invalid(_ kind: GroupVersionKind, name: String, _ causes: [Cause]) -> Status {
        let qualified = kind.group.isEmpty ? kind.kind : "\(kind.kind).\(kind.group)"
        let problems = causes.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
        let text = problems.count == 1 ? problems.joined() : "[\(problems.joined(separator: ", "))]"
        return Status(
            code: 422,
            reason: "Invalid",
            message: "\(qualified) \"\(name)\" is invalid: \(text)",
            name: name,
            kind: kind.kind,
            group: kind.group,
            causes: causes
        )
    }
    package static func tooManyRequests(_ message: String, retryAfterSeconds: Int = 1) -> Status {
        Status(code: 429, reason: "TooManyRequests", message: message, retryAfterSeconds: retryAfterSeconds)
    }
    package static func internalError(_ message: String) -> Status {
        Status(code: 500, reason: "InternalError", message: "Internal error occurred: \(message)")
    }
    package static func timeout(_ message: String) -> Status {
        Status(code: 504, reason: "Timeout", message: message)
    }

    /// `{"kind":"Status","apiVersion":"v1",…}`.
    package var json: JSONValue {
        var value: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": isSuccess ? "Success" : "Failure",
        ]
        if !message.isEmpty { value.set(.string(message), at: ["message"]) }
        if !reason.isEmpty { value.set(.string(reason), at: ["reason"]) }
        var details = JSONObject()
        if !name.isEmpty { details["name"] = .string(name) }
        if !group.isEmpty { details["group"] = .string(group) }
        if !kind.isEmpty { details["kind"] = .string(kind) }
        if !uid.isEmpty { details["uid"] = .string(uid) }
        if !causes.isEmpty {
            details["causes"] = .array(
                causes.map {
                    ["reason": .string($0.reason), "message": .string($0.message), "field": .string($0.field)]
                }
            )
        }
        if let retryAfterSeconds { details["retryAfterSeconds"] = .integer(Int64(retryAfterSeconds)) }
        // clients look into the details of what is not served without asking whether there are any
        if !details.isEmpty || code == 404 || code == 405 { value.set(.object(details), at: ["details"]) }
        if !isSuccess { value.set(.integer(Int64(code)), at: ["code"]) }
        return value
    }
}
