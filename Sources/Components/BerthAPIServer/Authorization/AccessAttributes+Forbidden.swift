package import Kubernetes

extension AccessAttributes {
    /// The same question with `imagestreams/layers` in one string split into resource and subresource.
    ///
    /// The registry asks with the slash, `oc` with two fields.
    var split: AccessAttributes {
        guard path == nil, subresource.isEmpty, let slash = resource.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return self
        }
        var split = self
        split.subresource = String(resource[resource.utf8.index(after: slash)...])
        split.resource = String(resource[..<slash])
        return split
    }

    /// The refusal in the words that clients know: `pods "p" is forbidden: User "u" cannot get resource …`.
    ///
    /// `reason` is the decision's; it follows the sentence when it is not empty.
    package func forbidden(reason: String) -> Status {
        var sentence = "User \(user.username.quoted) cannot \(verb) "
        if let path {
            sentence += "path \(path.quoted)"
        } else {
            let full = subresource.isEmpty ? resource : "\(resource)/\(subresource)"
            sentence += "resource \(full.quoted) in API group \(group.quoted) "
            sentence += namespace.isEmpty ? "at the cluster scope" : "in the namespace \(namespace.quoted)"
        }
        sentence = Self.escaped(sentence)
        if !reason.isEmpty { sentence += ": \(reason)" }
        guard path == nil, !resource.isEmpty else {
            return Status(code: 403, reason: "Forbidden", message: "forbidden: \(sentence)")
        }
        return .forbidden(GroupResource(group: group, resource: resource), name: name, sentence)
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
