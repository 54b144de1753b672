package import BerthHTTP
package import Kubernetes

/// What a request target asks for, read once: routing, rights and storage all use these values.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
package struct RequestInfo: Sendable {
    /// The target as it came.
    package let target: RequestTarget
    /// The decoded path.
    package let path: String
    /// A Kubernetes verb for resources, the lower-case method for paths; HEAD is `get`.
    package private(set) var verb: String
    /// Whether this is a resource; else only `path` counts.
    package private(set) var isResource = false
    package private(set) var group = ""
    package private(set) var version = ""
    package private(set) var resource = ""
    package private(set) var subresource = ""
    package private(set) var namespace = ""
    package private(set) var name = ""
    /// Whether the resource stands below a namespace: what has none is not served there.
    package private(set) var isBelowNamespace = false
    /// What follows the subresource: only proxies have such paths.
    package private(set) var rest: [String] = []
    /// Whether the deprecated `/watch/` form was used: its name is a selection, not an address.
    package private(set) var usesWatchPath = false

    /// Reads a target.
    ///
    /// - Throws: `Status` 400 for escapes that are malformed or no UTF-8.
    package init(method: String, target: RequestTarget) throws(Status) {
        self.target = target
        var segments: [String] = []
        for part in target.rawPath.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let bytes = RequestTarget.decode(Substring(part)),
                let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0)
            else { throw .badRequest("the path of the request is not valid") }
            segments.append(text)
        }
        path = segments.joined(separator: "/")
        let upper = method.uppercased()
        verb = upper == "HEAD" ? "get" : method.lowercased()
        segments.removeFirst()
        if segments.last == "" { segments.removeLast() }
        guard let start = Self.resourceStart(segments) else { return }
        // An encoded slash, or nothing between two of them, names no resource.
        guard segments.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: "/")) }) else { return }
        if segments[0] == "apis" { group = segments[1] }
        version = segments[start - 1]
        let verbs = ["POST": "create", "GET": "get", "HEAD": "get", "PUT": "update", "PATCH": "patch"]
        verb = verbs[upper] ?? (upper == "DELETE" ? "delete" : verb)
        readResource(Array(segments[start...]))
        guard isResource else { return }
        if name.isEmpty, verb == "get" { verb = queryFlag("watch") ? "watch" : "list" }
        if name.isEmpty, verb == "delete" { verb = "deletecollection" }
    }

    /// Where the resource's segments begin; nil when these segments are no resource.
    private static func resourceStart(_ segments: [String]) -> Int? {
        if segments.count >= 3, segments[0] == "api" { return 2 }
        if segments.count >= 4, segments[0] == "apis" { return 3 }
        return nil
    }

    private mutating func readResource(_ segments: [String]) {
        var parts = segments[...]
        if parts.first == "watch", parts.count > 1, verb == "get" {
            usesWatchPath = true
            verb = "watch"
            parts = parts.dropFirst()
        }
        if parts.first == "namespaces", parts.count >= 2 {
            let below = Array(parts.dropFirst(2))
            if let first = below.first, !["status", "finalize"].contains(first) {
                namespace = Array(parts)[1]
                isBelowNamespace = true
                parts = below[...]
            } else if below.isEmpty || ["status", "finalize"].contains(below[0]) {
                // A namespace is in itself, as far as rights go.
                namespace = Array(parts)[1]
            }
        }
        let values = Array(parts)
        isResource = true
        resource = values[0]
        if values.count > 1 { name = values[1] }
        if values.count > 2 { subresource = values[2] }
        if values.count > 3 { rest = Array(values[3...]) }
    }

    /// A boolean of the query, read as the original does: present and neither `false` nor `0`.
    package func queryFlag(_ name: String) -> Bool {
        guard let value = target.queryValue(name) else { return false }
        return value.lowercased() != "false" && value != "0"
    }

    /// What rights are asked for; a list or watch of one name by field selector asks for that name.
    package func attributes(for user: UserInfo, selectedName: String = "") -> AccessAttributes {
        var attributes = AccessAttributes(user: user, verb: verb)
        guard isResource else {
            attributes.path = path
            return attributes
        }
        (attributes.group, attributes.version, attributes.resource) = (group, version, resource)
        (attributes.subresource, attributes.namespace) = (subresource, namespace)
        attributes.name = name.isEmpty ? selectedName : name
        // A project is in itself, as its namespace is: whoever is admin there may delete it.
        if group == "project.openshift.io", resource == "projects" { attributes.namespace = name }
        return attributes
    }

    /// Whether the verb stands at a place that it can have: what is created has no name yet, what is changed has one.
    var hasAddress: Bool {
        switch verb {
        case "create": name.isEmpty
        case "update", "patch": !name.isEmpty
        default: true
        }
    }

    package var groupResource: GroupResource { GroupResource(group: group, resource: resource) }
}
