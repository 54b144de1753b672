/// Remembers the values that were used last, at most twice `limit` of them.
///
/// Two halves: what is used moves to the young one; when that is full the old one is forgotten.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    init(limit: Int) { self.limit = limit }

    /// The number of values remembered.
    var count: Int { young.count + old.count }

    /// The value, which counts as used now; setting nil forgets it.
    subscript(key: Key) -> Value? {
        mutating get {
            if let value = young[key] { return value }
            guard let value = old.removeValue(forKey: key) else { return nil }
            self[key] = value
            return value
        }
        set {
            old[key] = nil
            guard let newValue else {
                young[key] = nil
                return
            }
            if young.count >= limit, young[key] == nil { (old, young) = (young, [:]) }
            young[key] = newValue
        }
    }

    /// Forgets everything.
    mutating func removeAll() { (young, old) = ([:], [:]) }
}
