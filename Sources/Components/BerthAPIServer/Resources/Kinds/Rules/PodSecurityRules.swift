import Kubernetes

/// The rules of security contexts, of pods and of their containers.
enum PodSecurityRules {
    private static let identities: ClosedRange<Int64> = 0...2_147_483_647

    static func problems(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        let place = "\(field).securityContext"
        let context = spec["securityContext"]
        var causes = ["fsGroup", "runAsUser", "runAsGroup"].flatMap { identity(context?[$0], "\(place).\($0)") }
        for (index, group) in (context?["supplementalGroups"]?.array ?? []).enumerated() {
            causes += identity(group, "\(place).supplementalGroups[\(index)]")
        }
        causes += FieldRules.oneOf(
            context?["fsGroupChangePolicy"],
            ["Always", "OnRootMismatch"],
            "\(place).fsGroupChangePolicy"
        )
        causes += profile(context, place)
        if spec["shareProcessNamespace"]?.bool == true, spec["hostPID"]?.bool == true {
            let why = "ShareProcessNamespace and HostPID cannot both be enabled"
            causes.append(.unquoted("\(place).shareProcessNamespace", "true", why))
        }
        for list in ["containers", "initContainers"] {
            for (index, container) in (spec[list]?.array ?? []).enumerated() {
                causes += contained(container["securityContext"], "\(field).\(list)[\(index)].securityContext")
            }
        }
        return causes
    }

    private static func contained(_ context: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let context, context.object != nil else { return [] }
        var causes = ["runAsUser", "runAsGroup"].flatMap { identity(context[$0], "\(field).\($0)") }
        causes += FieldRules.oneOf(context["procMount"], ["Default", "Unmasked"], "\(field).procMount")
        causes += profile(context, field)
        guard context["allowPrivilegeEscalation"]?.bool == false else { return causes }
        if context["privileged"]?.bool == true {
            let why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
            causes.append(.unquoted(field, context.serialized(), why))
        }
        if context[path: "capabilities", "add"]?.strings.contains("CAP_SYS_ADMIN") == true {
            let why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            causes.append(.unquoted(field, context.serialized(), why))
        }
        return causes
    }

    private static func identity(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let number = value?.integer, !identities.contains(number) else { return [] }
        return [.unquoted(field, String(number), "must be between 0 and 2147483647, inclusive")]
    }

    private static func profile(_ context: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let profile = context?["seccompProfile"], profile.object != nil else { return [] }
        let types = ["Localhost", "RuntimeDefault", "Unconfined"]
        let type = profile["type"]?.string ?? ""
        let place = "\(field).seccompProfile"
        if type.isEmpty { return [.required("\(place).type", "type is required when seccompProfile is set")] }
        guard types.contains(type) else { return [.notSupported("\(place).type", type, words: types)] }
        let isLocal = type == "Localhost"
        let path = profile["localhostProfile"]?.string ?? ""
        if isLocal, path.isEmpty {
            return [.required("\(place).localhostProfile", "must be set when seccomp type is Localhost")]
        }
        return isLocal || path.isEmpty
            ? []
            : [.invalid("\(place).localhostProfile", path, "can only be set when seccomp type is Localhost")]
    }
}
