/// Builds the JSON tree of one YAML document from its events, without recursion and within limits.
struct YAMLComposer {
    /// A collection that has begun.
    private struct Frame {
        let isMapping: Bool
        let anchor: String?
        var members = JSONObject()
        var elements: [JSONValue] = []
        /// The member whose value is due; nil when a key is.
        var key: String?
        /// Whether the value that is due is to be merged in (`<<`).
        var isMerging = false
        /// What `<<` brings, which the mapping's own members go before.
        var merged: [JSONObject] = []
        /// How many values the document had before.
        var start = 0
        /// How many collections are nested in this one, itself included.
        var depth = 1
    }

    private let limits: JSONLimits
    private var nodes = 0
    private var frames: [Frame] = []
    /// What the anchors stand for and how much it is.
    private var anchors: [String: (value: JSONValue, nodes: Int, depth: Int)] = [:]

    init(limits: JSONLimits) { self.limits = limits }

    /// The stream's only document; null when there is none.
    mutating func compose(_ events: YAMLEvents) throws(JSONError) -> JSONValue {
        var root: JSONValue?
        var documents = 0
        while true {
            let (event, line) = try events.next()
            switch event {
            case .streamStart, .documentEnd: break
            case .streamEnd: return root ?? .null
            case .documentStart:
                documents += 1
                guard documents == 1 else { throw .yaml("line \(line): expected a single document in the stream") }
            case .scalar(let scalar, let anchor):
                try count(1)
                if try takeKey(scalar, line) { continue }
                guard let value = scalar.json else { throw .yaml("line \(line): a value that has no JSON form") }
                if let anchor { anchors[anchor] = (value, 1, 0) }
                try put(value, line, &root)
            case .alias(let name):
                guard let known = anchors[name] else {
                    throw .yaml("line \(line): unknown anchor '\(name)' referenced")
                }
                try count(known.nodes)
                guard frames.count + known.depth <= limits.depthLimit else { throw .tooDeep(limit: limits.depthLimit) }
                note(depth: known.depth)
                if frames.last.map({ $0.isMapping && $0.key == nil && !$0.isMerging }) ?? false {
                    let name: String? =
                        switch known.value {
                        case .string(let text), .decimal(let text): text
                        case .integer(let integer): String(integer)
                        case .bool(let bool): bool ? "true" : "false"
                        default: nil
                        }
                    try setKey(name, line)
                } else {
                    try put(known.value, line, &root)
                }
            case .sequenceStart(let anchor): try begin(Frame(isMapping: false, anchor: anchor), line)
            case .mappingStart(let anchor): try begin(Frame(isMapping: true, anchor: anchor), line)
            case .sequenceEnd, .mappingEnd:
                guard let frame = frames.popLast() else { throw .yaml("line \(line): unexpected end of a collection") }
                let value = try finished(frame)
                if let anchor = frame.anchor { anchors[anchor] = (value, nodes - frame.start + 1, frame.depth) }
                note(depth: frame.depth)
                try put(value, line, &root)
            }
        }
    }

    private mutating func count(_ more: Int) throws(JSONError) {
        nodes += more
        guard nodes <= limits.nodeLimit else { throw .tooManyValues(limit: limits.nodeLimit) }
    }

    /// Takes into account how deep a value of the innermost collection is.
    private mutating func note(depth: Int) {
        guard !frames.isEmpty else { return }
        frames[frames.count - 1].depth = max(frames[frames.count - 1].depth, depth + 1)
    }

    private mutating func begin(_ frame: Frame, _ line: Int) throws(JSONError) {
        try count(1)
        guard frames.count < limits.depthLimit else { throw .tooDeep(limit: limits.depthLimit) }
        if let last = frames.last, last.isMapping, last.key == nil, !last.isMerging {
            throw .yaml("line \(line): a key that is no scalar has no JSON form")
        }
        frames.append(frame)
        frames[frames.count - 1].start = nodes
    }

    /// Whether the scalar was a key that is due.
    private mutating func takeKey(_ scalar: YAMLScalar, _ line: Int) throws(JSONError) -> Bool {
        guard let last = frames.last, last.isMapping, last.key == nil, !last.isMerging else { return false }
        if scalar.isMergeKey {
            frames[frames.count - 1].isMerging = true
            return true
        }
        try setKey(scalar.name, line)
        return true
    }

    private mutating func setKey(_ name: String?, _ line: Int) throws(JSONError) {
        guard let name else { throw .yaml("line \(line): a key that has no JSON form") }
        guard !frames[frames.count - 1].members.contains(name) else {
            throw .yaml("line \(line): key \"\(name)\" already set in map")
        }
        frames[frames.count - 1].key = name
    }

    private mutating func put(_ value: JSONValue, _ line: Int, _ root: inout JSONValue?) throws(JSONError) {
        guard !frames.isEmpty else {
            root = value
            return
        }
        let last = frames.count - 1
        if !frames[last].isMapping {
            frames[last].elements.append(value)
        } else if frames[last].isMerging {
            frames[last].isMerging = false
            let sources = value.array ?? [value]
            let objects = sources.compactMap(\.object)
            guard objects.count == sources.count else {
                throw .yaml("line \(line): map merge requires map or sequence of maps as the value")
            }
            frames[last].merged += objects
        } else if let key = frames[last].key {
            frames[last].members[key] = value
            frames[last].key = nil
        }
    }

    private mutating func finished(_ frame: Frame) throws(JSONError) -> JSONValue {
        guard frame.isMapping else { return .array(frame.elements) }
        var members = frame.members
        for source in frame.merged {
            for member in source where !members.contains(member.name) {
                try count(1)
                members[member.name] = member.value
            }
        }
        return .object(members)
    }
}
