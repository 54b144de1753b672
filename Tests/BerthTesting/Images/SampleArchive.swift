/// A tar archive made in memory, the same bytes each time, optionally in a gzip member of stored blocks.
package enum SampleArchive {
    /// The image as `docker save` writes it, for `docker load`.
    package static func dockerArchive(_ image: SampleImage, tag: String) -> [UInt8] {
        let layers = image.layers.enumerated().map { index, layer in ("layer\(index).tar", layer.bytes) }
        let names = layers.map { #""\#($0.0)""# }.joined(separator: ",")
        let manifest = #"[{"Config":"config.json","RepoTags":["\#(tag)"],"Layers":[\#(names)]}]"#
        return tar(layers + [("config.json", image.config.bytes), ("manifest.json", Array(manifest.utf8))])
    }

    /// A ustar archive of plain files.
    static func tar(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        for (name, content) in files {
            archive += header(name: name, size: content.count)
            archive += content
            archive += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        return archive + [UInt8](repeating: 0, count: 1024)
    }

    /// RFC 1952 around stored deflate blocks: deterministic, and a real gzip for every client.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        var position = 0
        repeat {
            let size = min(65535, bytes.count - position)
            let isLast = position + size == bytes.count
            let length = UInt16(size)
            out += [isLast ? 1 : 0, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
            out += bytes[position..<position + size]
            position += size
        } while position < bytes.count
        return out + littleEndian(crc32(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func header(name: String, size: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        func octal(_ value: Int, digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(name, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(size, digits: 11), at: 124)
        put("00000000000", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148)
        header[154] = 0
        header[155] = 0x20
        return header
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    /// CRC-32 as gzip wants it; written apart from the product's own, which it must not depend on.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        let table = (0..<256).map { tableEntry(UInt32($0)) }
        var crc = UInt32.max
        for byte in bytes { crc = (crc >> 8) ^ table[Int((crc ^ UInt32(byte)) & 255)] }
        return ~crc
    }

    private static func tableEntry(_ index: UInt32) -> UInt32 {
        var entry = index
        for _ in 0..<8 { entry = entry & 1 == 1 ? (entry >> 1) ^ 0xedb8_8320 : entry >> 1 }
        return entry
    }
}
