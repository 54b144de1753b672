/// Strategic merge patch: a merge patch that knows which lists are sets, and which are maps by one of their members.
///
/// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ and, for the directives,
/// https://git.k8s.io/community/contributors/devel/sig-api-machinery/strategic-merge-patch.md
package enum StrategicMergePatch {
    /// How deep a patch may nest; no built-in kind has as many levels.
    static let depthLimit = 100

    static let directive = "$patch"
    private static let retainKeys = "$retainKeys"
    private static let order = "$setElementOrder/"
    private static let deletion = "$deleteFromPrimitiveList/"

    /// The document after the patch.
    package static func apply(
        _ patch: JSONValue,
        to document: JSONValue,
        rules: PatchRules
    ) throws(PatchError) -> JSONValue {
        guard let patch = patch.object else { throw .malformed("invalid JSON document") }
        guard JSONValue.object(patch).depth <= depthLimit else {
            throw .malformed("exceeded max depth of \(depthLimit)")
        }
        return .object(try merge(patch, into: document.object ?? JSONObject(), rules))
    }

    /// An object after a patch of it.
    static func merge(
        _ patch: JSONObject,
        into original: JSONObject,
        _ rules: PatchRules
    ) throws(PatchError) -> JSONObject {
        if let word = patch[directive] {
            switch word {
            case "replace":
                var replacement = patch
                replacement[directive] = nil
                return withoutDirectives(.object(replacement))?.object ?? JSONObject()
            case "delete": return JSONObject()
            default: throw unknownDirective(word)
            }
        }
        var result = original
        if let kept = patch[retainKeys] { try retain(kept, of: &result, patch) }
        // lists with an order are done here, and not once more as members
        var done: Set<ByteName> = [ByteName(retainKeys)]
        for member in patch where member.name.hasPrefix(order) {
            let name = String(member.name.dropFirst(order.count))
            try mergeOrdered(name, by: member.value, patch[name], into: &result, rules)
            done.insert(ByteName(member.name))
            done.insert(ByteName(name))
        }
        var removed: Set<ByteName> = []
        for member in patch where !done.contains(ByteName(member.name)) {
            if member.name.hasPrefix(deletion) {
                try delete(member.value, from: String(member.name.dropFirst(deletion.count)), of: &result)
            } else if member.value.isNull {
                if result.contains(member.name) { removed.insert(ByteName(member.name)) }
            } else {
                let old = result.take(member.name)
                result[member.name] = try merged(member.value, over: old, rules.member(member.name), member.name)
            }
        }
        if !removed.isEmpty { result.removeAll { removed.contains(ByteName($0.name)) } }
        return result
    }

    /// A member's value after its patch; nil when the patch is but a directive for what is not there.
    private static func merged(
        _ patch: JSONValue,
        over old: JSONValue?,
        _ member: PatchRules.Member,
        _ name: String
    ) throws(PatchError) -> JSONValue? {
        switch (old, patch) {
        case (.object(let old), .object(let patch)):
            return .object(try merge(patch, into: old, member.rules))
        case (.array(let old), .array(let patch)) where member.merge != .replace:
            return .array(try StrategicListMerge(member, name).merge(patch, into: old))
        default: return withoutDirectives(patch)
        }
    }

    /// Leaves of the original only the members that the directive names, as a union's other branches must go.
    private static func retain(
        _ list: JSONValue,
        of original: inout JSONObject,
        _ patch: JSONObject
    ) throws(PatchError) {
        let refusal = PatchError.malformed("invalid patch format of retainKeys")
        guard let list = list.array else { throw refusal }
        let kept = Set(list.compactMap(\.string).map(ByteName.init))
        for member in patch where !member.value.isNull && member.name != retainKeys {
            guard !member.name.hasPrefix(order), !member.name.hasPrefix(deletion) else { continue }
            guard kept.contains(ByteName(member.name)) else { throw refusal }
        }
        original.removeAll { !kept.contains(ByteName($0.name)) }
    }

    private static func delete(
        _ list: JSONValue,
        from name: String,
        of original: inout JSONObject
    ) throws(PatchError) {
        guard let list = list.array else { throw .malformed("invalid patch format of primitive list") }
        guard let old = original[name]?.array else { return }
        let gone = Set(list.filter { !$0.isContainer })
        original[name] = .array(old.filter { $0.isContainer || !gone.contains($0) })
    }

    private static func mergeOrdered(
        _ name: String,
        by order: JSONValue,
        _ patch: JSONValue?,
        into original: inout JSONObject,
        _ rules: PatchRules
    ) throws(PatchError) {
        guard let order = order.array else { throw .malformed("invalid patch format of setElementOrder list") }
        let old = try list(original[name])
        let new = try list(patch)
        let member = rules.member(name)
        let merging = StrategicListMerge(member, name)
        if let new { try merging.check(new, against: order) }
        let merged: [JSONValue]
        switch (old, new) {
        case (let old?, let new?):
            merged = member.merge == .replace ? withoutDirectives(new) : try merging.merge(new, into: old)
        case (let old?, nil): merged = old
        case (nil, let new?): merged = withoutDirectives(new)
        case (nil, nil): return
        }
        original[name] = .array(try merging.arranged(merged, by: order, after: old ?? []))
    }

    private static func list(_ value: JSONValue?) throws(PatchError) -> [JSONValue]? {
        guard let value, !value.isNull else { return nil }
        guard let array = value.array else { throw .malformed("invalid patch format of setElementOrder list") }
        return array
    }

    static func unknownDirective(_ word: JSONValue) -> PatchError {
        .malformed("unknown patch type: \(word.string ?? word.serialized())")
    }

    /// What a patch's value is where there is nothing to merge it with: without nulls, directives and what they are for.
    static func withoutDirectives(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .object(let object):
            guard !object.contains(directive) else { return nil }
            var result: [JSONObject.Member] = []
            for member in object where !member.value.isNull && !isDirective(member.name) {
                guard let value = withoutDirectives(member.value) else { continue }
                result.append(JSONObject.Member(name: member.name, value: value))
            }
            return .object(JSONObject(distinct: result))
        case .array(let array): return .array(withoutDirectives(array))
        default: return value
        }
    }

    private static func withoutDirectives(_ array: [JSONValue]) -> [JSONValue] {
        array.compactMap { withoutDirectives($0) }
    }

    private static func isDirective(_ name: String) -> Bool {
        name.hasPrefix("$") && (name == retainKeys || name.hasPrefix(order) || name.hasPrefix(deletion))
    }
}
