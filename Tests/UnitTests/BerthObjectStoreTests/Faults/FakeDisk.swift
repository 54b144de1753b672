import Synchronization

@testable import BerthObjectStore

/// A disk in memory that keeps apart what is durable and what would be lost with the power.
///
/// At a power cut every sector of a file that was not synced is the old one or the new one, and every name that was not
/// synced is there or not, as the seed says. A failed sync loses what it should have made durable, and a later one that
/// succeeds does not bring it back, as Linux does it.
final class FakeDisk: FileSystem {
    private struct Node {
        var isDirectory: Bool
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        var version: Int64 = 0
    }

    private struct State {
        var nodes: [Int: Node] = [0: Node(isDirectory: true)]
        var open: [CInt: Int] = [:]
        var nextNode = 1
        var nextDescriptor: CInt = 1_000_000
        var locked: Set<Int> = []
        var generator: TestGenerator
        var calls = 0
        /// After this many calls every further one fails, as if the machine was off.
        var dies: Int?
        /// The calls that fail once, with this error.
        var fails: [Int: StoreError] = [:]
        var freeBytes: Int64 = 1 << 40
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(generator: TestGenerator(seed: seed))) }

    var hasKernelDescriptors: Bool { false }
    var calls: Int { state.withLock { $0.calls } }

    /// Lets the machine stop after `calls` more calls.
    func die(after calls: Int) { state.withLock { $0.dies = $0.calls + calls } }

    /// Lets the call with this number from now fail.
    func fail(_ call: Int, with error: StoreError) { state.withLock { $0.fails[$0.calls + call] = error } }

    /// Leaves this many bytes to be written.
    func setFree(_ bytes: Int64) { state.withLock { $0.freeBytes = bytes } }

    /// The power goes and comes back: what was not synced is lost in part.
    func cutPower() {
        state.withLock { state in
            for id in state.nodes.keys.sorted() {
                guard var node = state.nodes[id] else { continue }
                node.bytes = Self.torn(old: node.durable, new: node.bytes, &state.generator)
                node.durable = node.bytes
                for name in Set(node.names.keys).union(node.durableNames.keys).sorted()
                where node.names[name] != node.durableNames[name] {
                    if Bool.random(using: &state.generator) { node.durableNames[name] = node.names[name] }
                }
                node.names = node.durableNames
                node.version += 1
                state.nodes[id] = node
            }
            state.open = [:]
            state.locked = []
            state.dies = nil
            state.fails = [:]
        }
    }

    private static func torn(old: [UInt8], new: [UInt8], _ generator: inout TestGenerator) -> [UInt8] {
        guard old != new else { return new }
        let size = Bool.random(using: &generator) ? new.count : old.count
        var result = [UInt8](repeating: 0, count: size)
        for start in stride(from: 0, to: size, by: 512) {
            let source = Bool.random(using: &generator) ? new : old
            for index in start..<min(start + 512, size) where index < source.count { result[index] = source[index] }
        }
        return result
    }

    // MARK: FileSystem

    func open(_ path: String, writing: Bool) throws(StoreError) -> CInt {
        try call { state throws(StoreError) in
            guard let node = Self.find(path, state), state.nodes[node]?.isDirectory == false else {
                throw .system(call: "open", errno: 2)
            }
            return Self.descriptor(node, &state)
        }
    }

    func create(_ path: String) throws(StoreError) -> CInt {
        try call { state throws(StoreError) in
            guard Self.find(path, state) == nil else { throw .system(call: "open", errno: 17) }
            let node = state.nextNode
            state.nextNode += 1
            state.nodes[node] = Node(isDirectory: false)
            try Self.setName(path, node, &state)
            return Self.descriptor(node, &state)
        }
    }

    func close(_ file: CInt) {
        state.withLock { state in
            if let node = state.open.removeValue(forKey: file) { state.locked.remove(node) }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, to file: CInt, at offset: Int64) throws(StoreError) {
        let copy = Array(bytes)
        try call { state throws(StoreError) in
            guard let node = state.open[file], var data = state.nodes[node]?.bytes else {
                throw .system(call: "write", errno: 9)
            }
            let (start, end) = (Int(offset), Int(offset) + copy.count)
            let growth = Int64(max(0, end - data.count))
            guard state.freeBytes >= growth else { throw .storageFull }
            state.freeBytes -= growth
            state.nodes[node]?.bytes = []
            if data.count < end { data += [UInt8](repeating: 0, count: end - data.count) }
            data.replaceSubrange(start..<end, with: copy)
            state.nodes[node]?.bytes = data
            state.nodes[node]?.version += 1
        }
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer, from file: CInt, at offset: Int64) throws(StoreError) -> Int {
        let wanted = buffer.count
        let bytes = try call { state throws(StoreError) in
            guard let node = state.open[file], let data = state.nodes[node]?.bytes else {
                throw .system(call: "read", errno: 9)
            }
            let start = min(Int(offset), data.count)
            return Array(data[start..<min(start + wanted, data.count)])
        }
        buffer.copyBytes(from: bytes)
        return bytes.count
    }

    func truncate(_ file: CInt, to size: Int64) throws(StoreError) {
        try call { state throws(StoreError) in
            guard let node = state.open[file], let data = state.nodes[node]?.bytes else {
                throw .system(call: "ftruncate", errno: 9)
            }
            let padding = [UInt8](repeating: 0, count: max(0, Int(size) - data.count))
            state.nodes[node]?.bytes = Array(data.prefix(Int(size))) + padding
            state.nodes[node]?.version += 1
        }
    }

    func sync(_ file: CInt) throws(StoreError) {
        do throws(StoreError) {
            try call { state throws(StoreError) in
                guard let node = state.open[file], let bytes = state.nodes[node]?.bytes else {
                    throw .system(call: "fdatasync", errno: 9)
                }
                state.nodes[node]?.durable = bytes
            }
        } catch {
            // The dirty pages are gone for good: even a sync that succeeds later finds them clean.
            state.withLock { state in
                if let node = state.open[file], let durable = state.nodes[node]?.durable {
                    state.nodes[node]?.bytes = durable
                }
            }
            throw error
        }
    }

    func syncDirectory(_ path: String) throws(StoreError) {
        try call { state throws(StoreError) in
            guard let node = Self.find(path, state), let names = state.nodes[node]?.names else {
                throw .system(call: "fsync", errno: 2)
            }
            state.nodes[node]?.durableNames = names
        }
    }

    func attributes(of file: CInt) throws(StoreError) -> FileAttributes {
        try call { state throws(StoreError) in
            guard let node = state.open[file] else { throw .system(call: "fstat", errno: 9) }
            return Self.attributes(node, state)
        }
    }

    func attributes(at path: String) throws(StoreError) -> FileAttributes? {
        try call { state throws(StoreError) in Self.find(path, state).map { Self.attributes($0, state) } }
    }

    func rename(_ path: String, to target: String) throws(StoreError) {
        try call { state throws(StoreError) in
            guard let node = Self.find(path, state) else { throw .system(call: "rename", errno: 2) }
            try Self.setName(target, node, &state)
            try Self.setName(path, nil, &state)
        }
    }

    func link(_ path: String, to target: String) throws(StoreError) {
        try call { state throws(StoreError) in
            guard let node = Self.find(path, state) else { throw .system(call: "link", errno: 2) }
            try Self.setName(target, node, &state)
        }
    }

    func unlink(_ path: String) throws(StoreError) {
        try call { state throws(StoreError) in
            guard let node = Self.find(path, state) else { return }
            state.freeBytes += Int64(state.nodes[node]?.bytes.count ?? 0)
            try Self.setName(path, nil, &state)
        }
    }

    func makeDirectory(_ path: String) throws(StoreError) {
        try call { state throws(StoreError) in
            guard Self.find(path, state) == nil else { return }
            let node = state.nextNode
            state.nextNode += 1
            state.nodes[node] = Node(isDirectory: true)
            try Self.setName(path, node, &state)
        }
    }

    func names(in path: String) throws(StoreError) -> [String] {
        try call { state throws(StoreError) in
            guard let node = Self.find(path, state), let names = state.nodes[node]?.names else {
                throw .system(call: "opendir", errno: 2)
            }
            return names.keys.sorted()
        }
    }

    func space(at path: String) throws(StoreError) -> (free: Int64, total: Int64) {
        state.withLock { ($0.freeBytes, 1 << 40) }
    }

    func lock(_ path: String) throws(StoreError) -> CInt? {
        let file =
            if try attributes(at: path) == nil { try create(path) } else { try open(path, writing: true) }
        return state.withLock { state in
            guard let node = state.open[file], state.locked.insert(node).inserted else { return nil }
            return file
        }
    }

    func unlock(_ file: CInt) { close(file) }

    // MARK: inside

    private func call<Value: Sendable>(
        _ body: (inout State) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = state.withLock { state in
            state.calls += 1
            if let dies = state.dies, state.calls > dies { return .failure(.system(call: "power", errno: 5)) }
            if let error = state.fails.removeValue(forKey: state.calls) { return .failure(error) }
            do throws(StoreError) { return .success(try body(&state)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func descriptor(_ node: Int, _ state: inout State) -> CInt {
        state.nextDescriptor += 1
        state.open[state.nextDescriptor] = node
        return state.nextDescriptor
    }

    private static func find(_ path: String, _ state: State) -> Int? {
        var node = 0
        for piece in path.split(separator: "/") {
            guard let next = state.nodes[node]?.names[String(piece)] else { return nil }
            node = next
        }
        return node
    }

    private static func setName(_ path: String, _ node: Int?, _ state: inout State) throws(StoreError) {
        let pieces = path.split(separator: "/")
        guard let name = pieces.last, let parent = find(pieces.dropLast().joined(separator: "/"), state) else {
            throw .system(call: "path", errno: 2)
        }
        state.nodes[parent]?.names[String(name)] = node
    }

    private static func attributes(_ node: Int, _ state: State) -> FileAttributes {
        FileAttributes(
            inode: UInt64(node),
            size: Int64(state.nodes[node]?.bytes.count ?? 0),
            modified: state.nodes[node]?.version ?? 0,
            changed: 0,
            isDirectory: state.nodes[node]?.isDirectory ?? false
        )
    }
}
