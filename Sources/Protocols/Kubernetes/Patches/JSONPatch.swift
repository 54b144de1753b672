/// A list of operations on a JSON document (RFC 6902), which are all done or none.
package struct JSONPatch: Sendable, Hashable {
    /// One step of the patch.
    enum Operation: Sendable, Hashable {
        case add(path: Place, value: JSONValue)
        case remove(path: Place)
        case replace(path: Place, value: JSONValue)
        case move(from: Place, path: Place)
        case copy(from: Place, path: Place)
        case test(path: Place, value: JSONValue)
    }

    /// A pointer with its text, which messages repeat.
    struct Place: Sendable, Hashable {
        let text: String
        let pointer: JSONPointer
    }

    /// The most operations that a patch may have.
    package static let operationLimit = 10_000
    /// How many bytes of JSON all `copy` operations of a patch may add: a few of them double a document each.
    package static let copiedBytesLimit = 3 * 1_024 * 1_024

    let operations: [Operation]

    /// Reads a patch.
    package init(parsing patch: JSONValue) throws(PatchError) {
        guard let steps = patch.array else {
            throw .malformed("json: cannot unmarshal a value that is no array into a JSON patch")
        }
        guard steps.count <= Self.operationLimit else {
            throw .tooLarge(
                "The allowed maximum operations in a JSON patch is \(Self.operationLimit), got \(steps.count)"
            )
        }
        var operations: [Operation] = []
        operations.reserveCapacity(steps.count)
        for step in steps { operations.append(try Self.operation(step)) }
        self.operations = operations
    }

    private static func operation(_ step: JSONValue) throws(PatchError) -> Operation {
        guard step.object != nil else { throw .malformed("an operation must be an object") }
        let name = step["op"]?.string ?? ""
        switch name {
        case "add": return .add(path: try place("path", of: step), value: try value(of: step))
        case "remove": return .remove(path: try place("path", of: step))
        case "replace": return .replace(path: try place("path", of: step), value: try value(of: step))
        case "move": return .move(from: try place("from", of: step), path: try place("path", of: step))
        case "copy": return .copy(from: try place("from", of: step), path: try place("path", of: step))
        case "test": return .test(path: try place("path", of: step), value: try value(of: step))
        default: throw .inapplicable("Unexpected kind: \(name.isEmpty ? "unknown" : name)")
        }
    }

    private static func place(_ name: String, of step: JSONValue) throws(PatchError) -> Place {
        guard let text = step[name]?.string else {
            throw .inapplicable("operation missing \(name) field: missing value")
        }
        guard let pointer = JSONPointer(text) else { throw .inapplicable("\"\(text)\" is no JSON pointer") }
        return Place(text: text, pointer: pointer)
    }

    private static func value(of step: JSONValue) throws(PatchError) -> JSONValue {
        guard let value = step["value"] else { throw .inapplicable("operation missing value field: missing value") }
        return value
    }

    /// The document after all operations.
    package func applied(to document: JSONValue) throws(PatchError) -> JSONValue {
        var run = JSONPatchRun(document)
        for operation in operations { try run.apply(operation) }
        return run.document
    }
}
