/// Values that wait for the end of their container, which moves them out without copying any.
struct PendingStack<Element>: ~Copyable {
    private(set) var count = 0
    private var capacity = 32
    private var storage = UnsafeMutablePointer<Element>.allocate(capacity: 32)

    deinit {
        storage.deinitialize(count: count)
        storage.deallocate()
    }

    /// Puts an element on top.
    mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        (storage + count).initialize(to: element)
        count += 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: storage, count: count)
        storage.deallocate()
        storage = larger
        capacity *= 2
    }

    /// Takes the elements from this one on off the stack.
    mutating func take(from start: Int) -> [Element] {
        let taken = count - min(max(start, 0), count)
        count -= taken
        let first = storage + count
        return Array(unsafeUninitializedCapacity: taken) { buffer, initialized in
            buffer.baseAddress?.moveInitialize(from: first, count: taken)
            initialized = taken
        }
    }
}
