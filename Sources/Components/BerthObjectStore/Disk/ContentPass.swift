import CChecksum

/// The way through one content file from begin to end against all its sums, in steps.
struct ContentPass: Sendable {
    let content: StoredContent
    private var position: Int64 = 0
    private var sum: UInt64 = 0
    private var isDone = false

    init(content: StoredContent) { self.content = content }

    /// Judges the next `slice` bytes and returns how many those were, or nil at the end; blocking.
    mutating func step(_ slice: Int64, _ files: ContentFiles) throws(StoreError) -> Int64? {
        // What is inline was judged when its row was read.
        guard case .file(let name) = content.place else { return nil }
        return try step(slice, path: files.path(name), fileSystem: files.fileSystem)
    }

    /// The same for a file that is named by its path.
    mutating func step(_ slice: Int64, path: String, fileSystem: any FileSystem) throws(StoreError) -> Int64? {
        guard !isDone else { return nil }
        guard let status = try fileSystem.attributes(at: path), !status.isDirectory else { throw .damaged }
        let file = try fileSystem.open(path, writing: false)
        defer { fileSystem.close(file) }
        let footer = try ContentFooter(of: file, fileSize: status.size, fileSystem: fileSystem)
        guard footer.size == content.size, footer.sum == content.sum else { throw .damaged }
        let block = Int64(ContentFooter.blockSize)
        let start = position
        var buffer = [UInt8](repeating: 0, count: Int(min(content.size, block)))
        while position < min(content.size, start + slice) {
            let count = Int(min(block, content.size - position))
            try fileSystem.read(into: &buffer, count: count, from: file, at: position)
            guard berth_crc32c(0, buffer, count) == footer.blockSums[Int(position / block)] else { throw .damaged }
            sum = berth_crc64nvme(sum, buffer, count)
            position += Int64(count)
        }
        if position == content.size {
            guard sum == content.sum else { throw .damaged }
            isDone = true
        }
        return position - start
    }
}
