extension Sequence where Self: Sendable, Element: Sendable {
    /// The results of `transform` in order, at most `width` of them being made at a time.
    func concurrentMap<Result: Sendable>(
        width: Int = 16,
        _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Int: Result] = [:]
            var count = 0
            for element in self {
                if count >= width, let (index, result) = try await group.next() { results[index] = result }
                let index = count
                group.addTask { (index, try await transform(element)) }
                count += 1
            }
            for try await (index, result) in group { results[index] = result }
            return (0..<count).compactMap { results[$0] }
        }
    }
}
