import S3

extension BinaryWriter {
    mutating func fields(_ fields: [ObjectMetadata.Field]) {
        list(fields) { writer, field in
            writer.text(field.name)
            writer.text(field.value)
        }
    }

    mutating func metadata(_ metadata: ObjectMetadata) {
        fields(metadata.headers)
        fields(metadata.user)
    }

    mutating func tags(_ tags: [ObjectTag]) {
        list(tags) { writer, tag in
            writer.text(tag.key)
            writer.text(tag.value)
        }
    }

    mutating func checksum(_ checksum: Checksum) {
        text(checksum.algorithm.rawValue)
        blob(checksum.bytes)
        integer(UInt16(truncatingIfNeeded: checksum.partCount ?? 0))
    }

    mutating func checksums(_ checksums: [Checksum]) {
        list(checksums) { $0.checksum($1) }
    }
}

extension BinaryReader {
    mutating func fields() throws(StoreError) -> [ObjectMetadata.Field] {
        try list { reader throws(StoreError) in ObjectMetadata.Field(try reader.text(), try reader.text()) }
    }

    mutating func metadata() throws(StoreError) -> ObjectMetadata {
        ObjectMetadata(headers: try fields(), user: try fields())
    }

    mutating func tags() throws(StoreError) -> [ObjectTag] {
        try list { reader throws(StoreError) in ObjectTag(key: try reader.text(), value: try reader.text()) }
    }

    mutating func checksum() throws(StoreError) -> Checksum {
        guard let algorithm = ChecksumAlgorithm(rawValue: try text()) else { throw .damaged }
        let bytes = try blob()
        let count = Int(try integer(UInt16.self))
        guard let checksum = Checksum(algorithm, bytes: bytes, partCount: count == 0 ? nil : count) else {
            throw .damaged
        }
        return checksum
    }

    mutating func checksums() throws(StoreError) -> [Checksum] {
        try list { reader throws(StoreError) in try reader.checksum() }
    }
}
