/// Reads one JSON text (RFC 8259) into a tree, strictly and without recursion.
///
/// Values wait on two flat stacks until their container ends, which then takes them in one allocation of the right size.
struct JSONParser: ~Copyable {
    /// Paths of members that came twice, in the order they were found.
    private(set) var duplicates: [String] = []

    private var scanner: JSONScanner
    private let limits: JSONLimits
    private var nodes = 0
    private var frames: [Frame] = []
    private var elements = PendingStack<JSONValue>()
    private var members = PendingStack<JSONObject.Member>()
    /// A few bytes of each waiting member's name: names that differ here need no comparison.
    private var prints: [UInt64] = []
    private var seen: [ByteName: Int] = [:]

    /// A container that has begun.
    private struct Frame {
        let isObject: Bool
        /// Where its content begins on the stack.
        let start: Int
        /// The member whose value is being read.
        var name = ""
        var print: UInt64 = 0
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        scanner = JSONScanner(bytes)
        self.limits = limits
        frames.reserveCapacity(16)
        prints.reserveCapacity(64)
    }

    /// The value of the whole text.
    mutating func parse() throws(JSONError) -> JSONValue {
        while true {
            guard let begun = try value() else { continue }
            var finished = begun
            while true {
                guard !frames.isEmpty else {
                    guard scanner.nextByte() == nil else { throw scanner.unexpected("after top-level value") }
                    return finished
                }
                guard let container = try put(finished) else { break }
                finished = container
            }
        }
    }

    /// Reads a scalar or an empty container; nil when a container has begun and its first value is due.
    private mutating func value() throws(JSONError) -> JSONValue? {
        nodes += 1
        guard nodes <= limits.nodeLimit else { throw .tooManyValues(limit: limits.nodeLimit) }
        switch scanner.nextByte() {
        case UInt8(ascii: "\""): return .string(try scanner.string())
        case UInt8(ascii: "{"):
            scanner.advance()
            if scanner.take(UInt8(ascii: "}")) {
                guard frames.count < limits.depthLimit else { throw .tooDeep(limit: limits.depthLimit) }
                return .object(JSONObject())
            }
            try begin(Frame(isObject: true, start: members.count))
            try name()
            return nil
        case UInt8(ascii: "["):
            scanner.advance()
            if scanner.take(UInt8(ascii: "]")) {
                guard frames.count < limits.depthLimit else { throw .tooDeep(limit: limits.depthLimit) }
                return .array([])
            }
            try begin(Frame(isObject: false, start: elements.count))
            return nil
        default: return try scanner.literal()
        }
    }

    private mutating func begin(_ frame: Frame) throws(JSONError) {
        guard frames.count < limits.depthLimit else { throw .tooDeep(limit: limits.depthLimit) }
        frames.append(frame)
    }

    /// Reads a member's name and the colon.
    private mutating func name() throws(JSONError) {
        guard scanner.nextByte() == UInt8(ascii: "\"") else {
            throw scanner.unexpected("looking for beginning of object key string")
        }
        let start = scanner.offset
        let name = try scanner.string()
        let print = scanner.fingerprint(from: start + 1, to: scanner.offset - 1)
        guard scanner.take(UInt8(ascii: ":")) else { throw scanner.unexpected("after object key") }
        frames[frames.count - 1].name = name
        frames[frames.count - 1].print = print
    }

    /// Gives `value` to the innermost container; the container itself when it ends with it.
    private mutating func put(_ value: JSONValue) throws(JSONError) -> JSONValue? {
        let last = frames.count - 1
        if frames[last].isObject {
            members.append(JSONObject.Member(name: frames[last].name, value: value))
            prints.append(frames[last].print)
            if scanner.take(UInt8(ascii: ",")) {
                try name()
                return nil
            }
            guard scanner.take(UInt8(ascii: "}")) else { throw scanner.unexpected("after object key:value pair") }
            return closeObject()
        }
        elements.append(value)
        if scanner.take(UInt8(ascii: ",")) { return nil }
        guard scanner.take(UInt8(ascii: "]")) else { throw scanner.unexpected("after array element") }
        let start = frames.removeLast().start
        return .array(elements.take(from: start))
    }

    private mutating func closeObject() -> JSONValue {
        let start = frames[frames.count - 1].start
        let own = members.take(from: start)
        let isDistinct = own.count <= JSONObject.indexedCount && haveDistinctPrints(from: start)
        prints.removeLast(own.count)
        let object: JSONObject
        if isDistinct {
            object = JSONObject(distinct: own)
        } else {
            var twice: [String] = []
            object = JSONObject(read: own, duplicates: &twice)
            if !twice.isEmpty { note(twice) }
        }
        frames.removeLast()
        return .object(object)
    }

    private func haveDistinctPrints(from start: Int) -> Bool {
        for index in start..<prints.count {
            guard prints[index] != 0 else { return false }
            for earlier in start..<index where prints[earlier] == prints[index] { return false }
        }
        return true
    }

    /// Notes names of the innermost object with the path to it, at most a hundred in all.
    private mutating func note(_ names: [String]) {
        guard duplicates.count < 100 else { return }
        var path = ""
        for (frame, inner) in zip(frames, frames.dropFirst()) {
            if frame.isObject {
                path += path.isEmpty ? frame.name : ".\(frame.name)"
            } else {
                path += "[\(elementCount(in: frame, before: inner))]"
            }
        }
        for name in names.prefix(100 - duplicates.count) { duplicates.append(path.isEmpty ? name : "\(path).\(name)") }
    }

    /// The index of the element that an array is waiting for, while `inner` lies in it.
    private func elementCount(in frame: Frame, before inner: Frame) -> Int {
        let later = frames.first { !$0.isObject && $0.start > frame.start }?.start
        return (later ?? elements.count) - frame.start
    }
}
