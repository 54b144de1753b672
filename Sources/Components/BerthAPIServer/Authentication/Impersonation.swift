package import HTTPTypes
package import Kubernetes

/// Acting as somebody else by the `Impersonate-…` headers.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation>
package enum Impersonation {
    private static let userHeader = "impersonate-user"
    private static let groupHeader = "impersonate-group"
    private static let uidHeader = "impersonate-uid"
    private static let extraPrefix = "impersonate-extra-"
    /// So many rights are asked one by one at most.
    private static let valueLimit = 128

    /// Whom the request acts as: `user` itself without such headers.
    ///
    /// Each of user, group, uid and extra needs its own right.
    /// - Throws: `Status` (403; 400 for headers that make no sense).
    package static func effectiveUser(
        _ user: UserInfo,
        headers: HTTPFields,
        authorizer: any Authorizer
    ) async throws -> UserInfo {
        guard let asked = try asked(headers) else { return user }
        for attributes in rights(asked, of: user) {
            let decision = await authorizer.decide(attributes)
            guard decision.isAllowed else { throw attributes.forbidden(reason: decision.reason) }
        }
        return completed(asked)
    }

    /// What the headers ask for; nil when there are none.
    private static func asked(_ headers: HTTPFields) throws(Status) -> UserInfo? {
        var asked = UserInfo(username: "")
        var count = 0
        for field in headers {
            let name = field.name.canonicalName
            guard name.hasPrefix("impersonate-") else { continue }
            count += 1
            switch name {
            case userHeader:
                guard asked.username.isEmpty else { throw .badRequest("several Impersonate-User headers") }
                asked.username = field.value
            case groupHeader: asked.groups.append(field.value)
            case uidHeader:
                guard asked.uid.isEmpty else { throw .badRequest("several Impersonate-Uid headers") }
                asked.uid = field.value
            default:
                guard name.hasPrefix(extraPrefix), let key = extraKey(name) else {
                    throw .badRequest("unknown header \(name.quoted)")
                }
                asked.extra[key, default: []].append(field.value)
            }
        }
        guard count > 0 else { return nil }
        guard count <= valueLimit else { throw .badRequest("more than \(valueLimit) Impersonate headers") }
        guard !asked.username.isEmpty else {
            throw .badRequest("groups, uid or extra requested without impersonating a user")
        }
        return asked
    }

    /// The key behind the prefix: in lower case, percent-encoded where a header name takes no such character.
    private static func extraKey(_ name: String) -> String? {
        var bytes: [UInt8] = []
        var rest = name.utf8.dropFirst(extraPrefix.utf8.count)
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        let key = String(validating: bytes, as: UTF8.self)?.lowercased() ?? ""
        return key.isEmpty ? nil : key
    }

    /// Every right that `user` needs for it.
    private static func rights(_ asked: UserInfo, of user: UserInfo) -> [AccessAttributes] {
        func right(
            _ resource: String,
            group: String = "",
            subresource: String = "",
            namespace: String = "",
            name: String
        )
            -> AccessAttributes
        {
            var attributes = AccessAttributes(user: user, verb: "impersonate")
            (attributes.group, attributes.version) = (group, "v1")
            (attributes.resource, attributes.subresource) = (resource, subresource)
            (attributes.namespace, attributes.name) = (namespace, name)
            return attributes
        }
        var rights: [AccessAttributes] = []
        if let account = ServiceAccountName(username: asked.username) {
            rights.append(right("serviceaccounts", namespace: account.namespace, name: account.name))
        } else {
            rights.append(right("users", name: asked.username))
        }
        rights += asked.groups.map { right("groups", name: $0) }
        if !asked.uid.isEmpty { rights.append(right("uids", group: "authentication.k8s.io", name: asked.uid)) }
        for (key, values) in asked.extra.sorted(by: { $0.key.hasBytesBefore($1.key) }) {
            rights += values.map {
                right("userextras", group: "authentication.k8s.io", subresource: key, name: $0)
            }
        }
        return rights
    }

    /// With the groups that everybody of that kind has.
    private static func completed(_ asked: UserInfo) -> UserInfo {
        var user = asked
        if user.groups.isEmpty, let account = ServiceAccountName(username: user.username) {
            user.groups = account.groups
        }
        let isAnonymous = user.username == UserInfo.anonymous.username
        if !user.groups.holds("system:unauthenticated"), isAnonymous || !user.groups.holds("system:authenticated") {
            user.groups.append(isAnonymous ? "system:unauthenticated" : "system:authenticated")
        }
        return user
    }
}
