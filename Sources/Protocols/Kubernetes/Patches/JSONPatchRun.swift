/// A document while the operations of a JSON patch are done on it.
struct JSONPatchRun {
    private(set) var document: JSONValue
    private var copiedBytes = 0
    /// At least how deep the document is; measured anew when an operation would take it beyond the limit.
    private var depthBound: Int
    private var measurements = 0

    init(_ document: JSONValue) {
        self.document = document
        depthBound = document.depth
    }

    /// Does one operation.
    mutating func apply(_ operation: JSONPatch.Operation) throws(PatchError) {
        switch operation {
        case .add(let path, let value):
            try reserveDepth(path.pointer.tokens.count, value.depth)
            try add(value, at: path, "add")
        case .remove(let path): _ = try remove(path, "remove")
        case .replace(let path, let value):
            try reserveDepth(path.pointer.tokens.count, value.depth)
            try replace(path, with: value)
        case .move(let from, let path):
            guard from.pointer != path.pointer else {
                guard document.value(at: from.pointer) != nil else { throw Self.missing("move", "from path", from) }
                return
            }
            guard !path.pointer.tokens.starts(with: from.pointer.tokens) else {
                throw .inapplicable("move operation does not apply: \"\(from.text)\" cannot be moved into itself")
            }
            guard document.value(at: from.pointer) != nil else { throw Self.missing("move", "from path", from) }
            try reserveDepth(path.pointer.tokens.count, bound(below: from))
            try add(try remove(from, "move"), at: path, "move")
        case .copy(let from, let path):
            guard let value = document.value(at: from.pointer) else { throw Self.missing("copy", "from path", from) }
            try reserveDepth(path.pointer.tokens.count, bound(below: from))
            copiedBytes += value.serializedBytes().count
            guard copiedBytes <= JSONPatch.copiedBytesLimit else {
                throw .tooLarge(
                    "Unable to complete the copy, the accumulated size increase of copy is \(copiedBytes), exceeding the limit \(JSONPatch.copiedBytesLimit)"
                )
            }
            try add(value, at: path, "copy")
        case .test(let path, let value):
            guard let actual = document.value(at: path.pointer), actual.isNumericallyEqual(to: value) else {
                throw .inapplicable("testing value \(path.text) failed: test failed")
            }
        }
    }

    private static func missing(_ operation: String, _ what: String, _ place: JSONPatch.Place) -> PatchError {
        .inapplicable("\(operation) operation does not apply: doc is missing \(what): \"\(place.text)\": missing value")
    }

    /// How deep what stands at a place can be.
    private func bound(below place: JSONPatch.Place) -> Int { max(0, depthBound - place.pointer.tokens.count) }

    /// Refuses what would nest too deeply: counts upper bounds, and measures only when they no longer suffice.
    private mutating func reserveDepth(_ tokens: Int, _ depth: Int) throws(PatchError) {
        let needed = tokens + depth
        if needed > JSONLimits.deepest {
            let isTooDeep = PatchError.tooLarge("the patched document would exceed max depth of \(JSONLimits.deepest)")
            measurements += 1
            guard measurements <= 100, depth <= depthBound else { throw isTooDeep }
            let slack = depthBound - document.depth
            depthBound -= slack
            guard needed - slack <= JSONLimits.deepest else { throw isTooDeep }
            depthBound = max(depthBound, needed - slack)
            return
        }
        depthBound = max(depthBound, needed)
    }

    private mutating func add(_ value: JSONValue, at place: JSONPatch.Place, _ operation: String) throws(PatchError) {
        guard let last = place.pointer.tokens.last else {
            document = value
            return
        }
        try change(place, operation) { container throws(PatchError) in
            if var object = container.object {
                container = .null
                object[last] = value
                container = .object(object)
            } else if var array = container.array {
                let index = last == "-" ? array.count : JSONPointer.index(last)
                guard let index, index <= array.count else { throw Self.invalidIndex(last, operation, place) }
                container = .null
                array.insert(value, at: index)
                container = .array(array)
            } else {
                throw Self.missing(operation, "path", place)
            }
        }
    }

    private mutating func replace(_ place: JSONPatch.Place, with value: JSONValue) throws(PatchError) {
        guard let last = place.pointer.tokens.last else {
            document = value
            return
        }
        try change(place, "replace") { container throws(PatchError) in
            guard container.child(last) != nil else { throw Self.missing("replace", "key", place) }
            container.put(value, at: last)
        }
    }

    private mutating func remove(_ place: JSONPatch.Place, _ operation: String) throws(PatchError) -> JSONValue {
        guard let last = place.pointer.tokens.last else {
            let whole = document
            document = .null
            return whole
        }
        var removed = JSONValue.null
        try change(place, operation) { container throws(PatchError) in
            if var object = container.object {
                guard let value = object[last] else {
                    throw .inapplicable(
                        "error in \(operation) for path: '\(place.text)': Unable to remove nonexistent key: \(last): missing value"
                    )
                }
                removed = value
                container = .null
                object[last] = nil
                container = .object(object)
            } else if var array = container.array {
                guard let index = JSONPointer.index(last), index < array.count else {
                    throw Self.invalidIndex(last, operation, place)
                }
                container = .null
                removed = array.remove(at: index)
                container = .array(array)
            } else {
                throw Self.missing(operation, "path", place)
            }
        }
        return removed
    }

    private static func invalidIndex(_ token: String, _ operation: String, _ place: JSONPatch.Place) -> PatchError {
        .inapplicable(
            "error in \(operation) for path: '\(place.text)': Unable to access invalid index: \(token): invalid index referenced"
        )
    }

    /// Takes the containers on the way apart, changes the innermost one and puts all together again, copying none.
    private mutating func change(
        _ place: JSONPatch.Place,
        _ operation: String,
        _ body: (inout JSONValue) throws(PatchError) -> Void
    ) throws(PatchError) {
        var outer: [(container: JSONValue, token: String)] = []
        var current = JSONValue.null
        swap(&current, &document)
        for token in place.pointer.tokens.dropLast() {
            guard let child = current.take(token) else { throw Self.missing(operation, "path", place) }
            outer.append((current, token))
            current = child
        }
        try body(&current)
        while let (taken, token) = outer.popLast() {
            var container = taken
            container.put(current, at: token)
            current = container
        }
        document = current
    }
}

extension JSONValue {
    /// Takes the child that one step names out, leaving null at its place.
    ///
    /// What is taken apart is no longer held here while it changes, so that nothing is copied.
    fileprivate mutating func take(_ token: String) -> JSONValue? {
        if var object = self.object {
            self = .null
            let child = object.take(token)
            self = .object(object)
            return child
        }
        guard var array = self.array, let index = JSONPointer.index(token), index < array.count else { return nil }
        self = .null
        var child = JSONValue.null
        swap(&child, &array[index])
        self = .array(array)
        return child
    }

    /// Sets the child that one step names and that is there.
    fileprivate mutating func put(_ child: JSONValue, at token: String) {
        if var object = self.object {
            self = .null
            object[token] = child
            self = .object(object)
        } else if var array = self.array, let index = JSONPointer.index(token), index < array.count {
            self = .null
            array[index] = child
            self = .array(array)
        }
    }
}
