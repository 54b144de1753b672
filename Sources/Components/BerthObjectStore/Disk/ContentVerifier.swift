import CChecksum

/// Judges the bytes of content files against the sums in their footers.
struct ContentVerifier: Sendable {
    let fileSystem: any FileSystem
    let memo: VerificationMemo
    let counters: EngineCounters

    /// Whether all blocks that `range` touches were verified lately and the file has not changed since.
    func isVerified(_ content: Int64, file: CInt, range: Range<Int64>) -> Bool {
        guard let attributes = try? fileSystem.attributes(of: file),
            memo.blockSums(of: content, attributes: attributes) != nil
        else { return false }
        return memo.firstUnverified(content, Self.blocks(range)) == nil
    }

    /// Verifies all blocks that `range` touches, with blocking reads, or throws `damaged`.
    func verify(_ content: StoredContent, file: CInt, range: Range<Int64>) throws(StoreError) {
        let attributes = try fileSystem.attributes(of: file)
        let sums: [UInt32]
        if let known = memo.blockSums(of: content.id, attributes: attributes) {
            sums = known
        } else {
            let footer = try ContentFooter(of: file, fileSize: attributes.size, fileSystem: fileSystem)
            guard footer.size == content.size, footer.sum == content.sum else { throw .damaged }
            sums = footer.blockSums
            memo.insert(content.id, attributes: attributes, blockSums: sums)
        }
        let blocks = Self.blocks(range)
        guard range.upperBound <= content.size, blocks.upperBound <= sums.count else { throw .damaged }
        guard var block = memo.firstUnverified(content.id, blocks) else { return }
        var buffer = [UInt8](repeating: 0, count: Int(min(content.size, Int64(ContentFooter.blockSize))))
        while true {
            let start = Int64(block) * Int64(ContentFooter.blockSize)
            let count = Int(min(Int64(ContentFooter.blockSize), content.size - start))
            try fileSystem.read(into: &buffer, count: count, from: file, at: start)
            guard berth_crc32c(0, buffer, count) == sums[block] else { throw .damaged }
            counters.count { $0.bytesVerified += Int64(count) }
            memo.markVerified(content.id, block)
            guard block + 1 < blocks.upperBound,
                let next = memo.firstUnverified(content.id, block + 1..<blocks.upperBound)
            else { return }
            block = next
        }
    }

    private static func blocks(_ range: Range<Int64>) -> Range<Int> {
        guard !range.isEmpty else { return 0..<0 }
        let size = Int64(ContentFooter.blockSize)
        return Int(range.lowerBound / size)..<Int((range.upperBound + size - 1) / size)
    }
}
