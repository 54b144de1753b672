/// A DEFLATE stream (RFC 1951) read bit by bit; every step is checked, and output is limited.
struct Deflated {
    private let bytes: [UInt8]
    private var position = 0
    private var bits: UInt32 = 0
    private var bitCount = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    /// The next whole byte; only where bits are aligned.
    mutating func byte() throws(Gzip.Failure) -> UInt8 {
        guard position < bytes.count else { throw .malformed }
        defer { position += 1 }
        return bytes[position]
    }

    /// A number of `count` bytes, the lowest first.
    mutating func littleEndian(_ count: Int) throws(Gzip.Failure) -> UInt32 {
        var value: UInt32 = 0
        for index in 0..<count { value |= UInt32(try byte()) << UInt32(index * 8) }
        return value
    }

    /// Drops the bits up to the next byte.
    mutating func alignToByte() { (bits, bitCount) = (0, 0) }

    private mutating func take(_ count: Int) throws(Gzip.Failure) -> Int {
        while bitCount < count {
            bits |= UInt32(try byte()) << UInt32(bitCount)
            bitCount += 8
        }
        defer {
            bits >>= UInt32(count)
            bitCount -= count
        }
        return Int(bits & ((1 << UInt32(count)) - 1))
    }

    /// Inflates the blocks up to the final one.
    mutating func inflate(into output: inout [UInt8], limit: Int) throws(Gzip.Failure) {
        let start = output.count
        var isFinal = false
        while !isFinal {
            isFinal = try take(1) == 1
            switch try take(2) {
            case 0: try stored(into: &output, limit: limit)
            case 1: try block(.fixedLengths, .fixedDistances, from: start, into: &output, limit: limit)
            case 2:
                let (lengths, distances) = try dynamicCodes()
                try block(lengths, distances, from: start, into: &output, limit: limit)
            default: throw .malformed
            }
        }
    }

    private mutating func stored(into output: inout [UInt8], limit: Int) throws(Gzip.Failure) {
        alignToByte()
        let length = try littleEndian(2)
        guard try littleEndian(2) == ~length & 0xFFFF else { throw .malformed }
        guard output.count + Int(length) <= limit else { throw .tooLarge }
        for _ in 0..<length { output.append(try byte()) }
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]

    private mutating func block(
        _ lengths: HuffmanCode,
        _ distances: HuffmanCode,
        from start: Int,
        into output: inout [UInt8],
        limit: Int
    ) throws(Gzip.Failure) {
        while true {
            let symbol = try symbol(lengths)
            if symbol == 256 { return }
            guard output.count < limit else { throw .tooLarge }
            guard symbol > 256 else {
                output.append(UInt8(truncatingIfNeeded: symbol))
                continue
            }
            let index = symbol - 257
            guard index < Self.lengthBases.count else { throw .malformed }
            let length = Self.lengthBases[index] + (try take(Self.lengthBits[index]))
            let code = try self.symbol(distances)
            guard code < Self.distanceBases.count else { throw .malformed }
            let distance = Self.distanceBases[code] + (try take(max(0, code / 2 - 1)))
            guard distance <= output.count - start else { throw .malformed }
            guard output.count + length <= limit else { throw .tooLarge }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func symbol(_ code: HuffmanCode) throws(Gzip.Failure) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for count in code.counts.dropFirst() {
            value |= try take(1)
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .malformed
    }

    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func dynamicCodes() throws(Gzip.Failure) -> (HuffmanCode, HuffmanCode) {
        let literals = try take(5) + 257
        let distances = try take(5) + 1
        let count = try take(4) + 4
        guard literals <= 286, distances <= 30 else { throw .malformed }
        var lengths = [Int](repeating: 0, count: 19)
        for index in 0..<count { lengths[Self.lengthOrder[index]] = try take(3) }
        let code = try HuffmanCode(lengths)
        var all: [Int] = []
        while all.count < literals + distances {
            switch try symbol(code) {
            case 16:
                guard let last = all.last else { throw .malformed }
                all += [Int](repeating: last, count: 3 + (try take(2)))
            case 17: all += [Int](repeating: 0, count: 3 + (try take(3)))
            case 18: all += [Int](repeating: 0, count: 11 + (try take(7)))
            case let length: all.append(length)
            }
        }
        guard all.count == literals + distances, all[256] != 0 else { throw .malformed }
        return (try HuffmanCode(Array(all[..<literals])), try HuffmanCode(Array(all[literals...])))
    }
}

/// A canonical Huffman code (RFC 1951 §3.2.2).
struct HuffmanCode: Sendable {
    /// How many symbols have a code of each length.
    let counts: [Int]
    /// Symbols in the order of their codes.
    let symbols: [Int]

    /// - Throws: `.malformed` when more codes are asked for than there are.
    init(_ lengths: [Int]) throws(Gzip.Failure) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths { counts[length] += 1 }
        var left = 1
        for count in counts.dropFirst() {
            left = left << 1 - count
            guard left >= 0 else { throw .malformed }
        }
        self.init(counts: counts, lengths: lengths)
    }

    private init(counts: [Int], lengths: [Int]) {
        self.counts = counts.enumerated().map { $0.offset == 0 ? 0 : $0.element }
        symbols = lengths.enumerated().filter { $0.element > 0 }
            .sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
            .map(\.offset)
    }

    static let fixedLengths = fixed(
        [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
            + [Int](repeating: 8, count: 8)
    )
    static let fixedDistances = fixed([Int](repeating: 5, count: 30))

    private static func fixed(_ lengths: [Int]) -> HuffmanCode {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths { counts[length] += 1 }
        return HuffmanCode(counts: counts, lengths: lengths)
    }
}
