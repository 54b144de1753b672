/// Request bodies as `oc` and kubectl encode them for the kinds that Kubernetes has types for: protobuf, zero values spelt out.
///
/// Field numbers: [k8s.io/api, generated.proto](https://github.com/kubernetes/api). The envelope is
/// [Unknown](https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources).
package enum OCBody {
    /// The media type of all of them.
    package static let type = "application/vnd.kubernetes.protobuf"
    /// What goes with it.
    package static let accept = "application/vnd.kubernetes.protobuf,application/json"

    /// `create secret generic`.
    package static func secret(_ name: String, in namespace: String, data: [(String, String)]) -> [UInt8] {
        envelope(
            "v1",
            "Secret",
            message(1, metadata(name, namespace)) + data.flatMap { message(2, text(1, $0.0) + text(2, $0.1)) }
                + text(3, "")
        )
    }

    /// `create configmap`.
    package static func configMap(_ name: String, in namespace: String, data: [(String, String)]) -> [UInt8] {
        envelope(
            "v1",
            "ConfigMap",
            message(1, metadata(name, namespace)) + data.flatMap { message(2, text(1, $0.0) + text(2, $0.1)) }
        )
    }

    /// `create serviceaccount`.
    package static func serviceAccount(_ name: String, in namespace: String) -> [UInt8] {
        envelope("v1", "ServiceAccount", message(1, metadata(name, namespace)))
    }

    /// `whoami`, and the last step of a login.
    package static let selfSubjectReview = envelope(
        "authentication.k8s.io/v1",
        "SelfSubjectReview",
        message(1, metadata("", "")) + message(2, message(1, text(1, "") + text(2, "")))
    )

    /// `adm policy add-cluster-role-to-user` and its namespaced sister.
    package static func binding(
        _ name: String,
        in namespace: String = "",
        role: String,
        subjects: [(kind: String, name: String)]
    ) -> [UInt8] {
        let group = "rbac.authorization.k8s.io"
        let listed = subjects.flatMap { subject in
            message(2, text(1, subject.kind) + text(2, group) + text(3, subject.name) + text(4, ""))
        }
        return envelope(
            group + "/v1",
            namespace.isEmpty ? "ClusterRoleBinding" : "RoleBinding",
            message(1, metadata(name, namespace)) + listed
                + message(3, text(1, group) + text(2, "ClusterRole") + text(3, role))
        )
    }

    /// `create token`.
    package static func tokenRequest(seconds: UInt64) -> [UInt8] {
        envelope(
            "authentication.k8s.io/v1",
            "TokenRequest",
            message(1, metadata("", "")) + message(2, number(4, seconds)) + message(3, text(1, "") + message(2, []))
        )
    }

    /// `auth can-i`.
    package static func selfSubjectAccessReview(
        _ verb: String,
        _ resource: String,
        group: String = "",
        namespace: String,
        subresource: String = "",
        name: String = ""
    ) -> [UInt8] {
        let attributes =
            text(1, namespace) + text(2, verb) + text(3, group) + text(4, "") + text(5, resource)
            + text(6, subresource) + text(7, name)
        return envelope(
            "authorization.k8s.io/v1",
            "SelfSubjectAccessReview",
            message(1, metadata("", "")) + message(2, message(1, attributes))
                + message(3, number(1, 0) + text(2, "") + text(3, "") + number(4, 0))
        )
    }

    /// `auth can-i --list`.
    package static func selfSubjectRulesReview(namespace: String) -> [UInt8] {
        envelope(
            "authorization.k8s.io/v1",
            "SelfSubjectRulesReview",
            message(1, metadata("", "")) + message(2, text(1, namespace)) + message(3, number(3, 0) + text(4, ""))
        )
    }

    /// The body of a typed delete; its type carries the version of what is deleted.
    package static func deleteOptions(of version: String, propagation: String? = nil) -> [UInt8] {
        envelope(version, "DeleteOptions", propagation.map { text(4, $0) } ?? [])
    }

    private static func envelope(_ version: String, _ kind: String, _ content: [UInt8]) -> [UInt8] {
        [0x6B, 0x38, 0x73, 0] + message(1, text(1, version) + text(2, kind)) + message(2, content) + text(3, "")
            + text(4, "")
    }

    private static func metadata(_ name: String, _ namespace: String) -> [UInt8] {
        text(1, name) + text(2, "") + text(3, namespace) + text(4, "") + text(5, "") + text(6, "") + number(7, 0)
            + message(8, [])
    }

    private static func message(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
        varint(field << 3 | 2) + varint(UInt64(content.count)) + content
    }

    private static func text(_ field: UInt64, _ text: String) -> [UInt8] { message(field, Array(text.utf8)) }

    private static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] { varint(field << 3) + varint(value) }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(truncatingIfNeeded: rest)]
    }
}
