import Testing

@testable import BerthRegistry

@Suite struct `A cache of what does not change` {
    @Test func `remembers within its limit and forgets what was not used lately`() {
        let cache = ImmutableCache<Int, Int>(limit: 100)
        for key in 0..<1000 {
            cache.insert(key, for: key, cost: 10, since: cache.epoch)
            #expect(cache.value(0) == (key < 1000 ? 0 : nil))
        }
        #expect(cache.value(999) == 999)
        #expect((0..<1000).filter { cache.value($0) != nil }.count <= 10)
    }

    @Test func `does not remember what is too large`() {
        let cache = ImmutableCache<Int, Int>(limit: 100)
        cache.insert(1, for: 1, cost: 26, since: cache.epoch)
        #expect(cache.value(1) == nil)
    }

    @Test func `does not bring back what was removed while it was read`() {
        let cache = ImmutableCache<Int, Int>(limit: 100)
        let epoch = cache.epoch
        cache.remove(1)
        cache.insert(1, for: 1, cost: 1, since: epoch)
        #expect(cache.value(1) == nil)
        cache.insert(1, for: 1, cost: 1, since: cache.epoch)
        #expect(cache.value(1) == 1)
    }
}
