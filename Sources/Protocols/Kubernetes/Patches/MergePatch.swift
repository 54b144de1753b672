/// JSON Merge Patch (RFC 7386): members of the patch are set, those that it has as null are removed.
package enum MergePatch {
    /// An object that is being patched.
    private struct Frame {
        /// The member of the frame before that this object will be.
        let name: String
        var target: JSONObject
        let patch: JSONObject
        var next = 0
        var removed: Set<ByteName> = []
    }

    /// The document after the patch; iterative, so that depth costs no stack.
    package static func apply(_ patch: JSONValue, to document: JSONValue) throws(PatchError) -> JSONValue {
        guard let object = patch.object else { return patch }
        var frames = [Frame(name: "", target: document.object ?? JSONObject(), patch: object)]
        while true {
            let last = frames.count - 1
            guard frames[last].next < frames[last].patch.count else {
                guard let frame = frames.popLast() else { return document }
                let result = finished(frame)
                guard last > 0 else { return result }
                frames[last - 1].target[frame.name] = result
                continue
            }
            let member = frames[last].patch[frames[last].next]
            frames[last].next += 1
            switch member.value {
            case .null:
                if frames[last].target.contains(member.name) { frames[last].removed.insert(ByteName(member.name)) }
            case .object(let patch):
                let target = frames[last].target.take(member.name)?.object ?? JSONObject()
                frames.append(Frame(name: member.name, target: target, patch: patch))
            default: frames[last].target[member.name] = member.value
            }
        }
    }

    private static func finished(_ frame: Frame) -> JSONValue {
        guard !frame.removed.isEmpty else { return .object(frame.target) }
        var target = frame.target
        target.removeAll { frame.removed.contains(ByteName($0.name)) }
        return .object(target)
    }
}
