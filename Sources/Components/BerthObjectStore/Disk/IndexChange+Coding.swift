extension IndexChange {
    private enum Kind: UInt8 {
        case begin = 1, putBucket, deleteBucket, addContent, putObject, deleteObject, putUpload, deleteUpload, putPart
        case putCompletion, deleteCompletion, putUser, deleteUser, putPolicy, deletePolicy, markContent
    }

    func encode(into writer: inout BinaryWriter) {
        writer.integer(kind.rawValue)
        switch self {
        case .begin(let generation): writer.integer(generation)
        case .putBucket(let id, let name, let created):
            writer.integer(id)
            writer.text(name)
            writer.integer(created)
        case .deleteBucket(let id): writer.integer(id)
        case .addContent(let content, let references):
            writer.content(content)
            writer.integer(Int64(references))
        case .putObject(let bucket, let key, let record, let extents, let counted):
            writer.integer(bucket)
            writer.blob(key)
            writer.blob(record)
            writer.extents(extents)
            writer.flag(counted)
        case .deleteObject(let bucket, let key):
            writer.integer(bucket)
            writer.blob(key)
        case .putUpload(let row, let id, let bucket, let key, let record):
            writer.integer(row)
            writer.text(id)
            writer.integer(bucket)
            writer.blob(key)
            writer.blob(record)
        case .deleteUpload(let row, let moved):
            writer.integer(row)
            writer.list(moved) { $0.integer(UInt16(truncatingIfNeeded: $1)) }
        case .putPart(let upload, let number, let record, let extents, let counted):
            writer.integer(upload)
            writer.integer(UInt16(truncatingIfNeeded: number))
            writer.blob(record)
            writer.extents(extents)
            writer.flag(counted)
        case .putCompletion(let id, let bucket, let key, let completed, let record):
            writer.text(id)
            writer.integer(bucket)
            writer.blob(key)
            writer.integer(completed)
            writer.blob(record)
        case .deleteCompletion(let id): writer.text(id)
        case .putUser(let accessKey, let record):
            writer.text(accessKey)
            writer.blob(record)
        case .deleteUser(let accessKey): writer.text(accessKey)
        case .putPolicy(let name, let record):
            writer.text(name)
            writer.blob(record)
        case .deletePolicy(let name): writer.text(name)
        case .markContent(let id, let isDamaged):
            writer.integer(id)
            writer.flag(isDamaged)
        }
    }

    init(from reader: inout BinaryReader) throws(StoreError) {
        guard let kind = Kind(rawValue: try reader.integer()) else { throw .damaged }
        switch kind {
        case .begin: self = .begin(generation: try reader.integer())
        case .putBucket:
            self = .putBucket(id: try reader.integer(), name: try reader.text(), created: try reader.integer())
        case .deleteBucket: self = .deleteBucket(id: try reader.integer())
        case .addContent:
            let content = try reader.content()
            self = .addContent(content, references: Int(try reader.integer(Int64.self)))
        case .putObject:
            self = .putObject(
                bucket: try reader.integer(),
                key: try reader.blob(),
                record: try reader.blob(),
                extents: try reader.extents(),
                counted: try reader.flag()
            )
        case .deleteObject: self = .deleteObject(bucket: try reader.integer(), key: try reader.blob())
        case .putUpload:
            self = .putUpload(
                row: try reader.integer(),
                id: try reader.text(),
                bucket: try reader.integer(),
                key: try reader.blob(),
                record: try reader.blob()
            )
        case .deleteUpload:
            self = .deleteUpload(
                row: try reader.integer(),
                moved: try reader.list { reader throws(StoreError) in Int(try reader.integer(UInt16.self)) }
            )
        case .putPart:
            self = .putPart(
                upload: try reader.integer(),
                number: Int(try reader.integer(UInt16.self)),
                record: try reader.blob(),
                extents: try reader.extents(),
                counted: try reader.flag()
            )
        case .putCompletion:
            self = .putCompletion(
                id: try reader.text(),
                bucket: try reader.integer(),
                key: try reader.blob(),
                completed: try reader.integer(),
                record: try reader.blob()
            )
        case .deleteCompletion: self = .deleteCompletion(id: try reader.text())
        case .putUser: self = .putUser(accessKey: try reader.text(), record: try reader.blob())
        case .deleteUser: self = .deleteUser(accessKey: try reader.text())
        case .putPolicy: self = .putPolicy(name: try reader.text(), record: try reader.blob())
        case .deletePolicy: self = .deletePolicy(name: try reader.text())
        case .markContent: self = .markContent(id: try reader.integer(), isDamaged: try reader.flag())
        }
    }

    private var kind: Kind {
        switch self {
        case .begin: .begin
        case .putBucket: .putBucket
        case .deleteBucket: .deleteBucket
        case .addContent: .addContent
        case .putObject: .putObject
        case .deleteObject: .deleteObject
        case .putUpload: .putUpload
        case .deleteUpload: .deleteUpload
        case .putPart: .putPart
        case .putCompletion: .putCompletion
        case .deleteCompletion: .deleteCompletion
        case .putUser: .putUser
        case .deleteUser: .deleteUser
        case .putPolicy: .putPolicy
        case .deletePolicy: .deletePolicy
        case .markContent: .markContent
        }
    }
}

extension BinaryWriter {
    fileprivate mutating func content(_ content: StoredContent) {
        integer(content.id)
        integer(content.size)
        integer(content.sum)
        flag(content.isDamaged)
        switch content.place {
        case .inline(let bytes):
            flag(true)
            blob(bytes)
        case .file(let name):
            flag(false)
            text(name)
        }
    }

    fileprivate mutating func extents(_ extents: [Extent]) {
        list(extents) { writer, extent in
            writer.integer(extent.content)
            writer.integer(extent.offset)
            writer.integer(extent.length)
            writer.integer(UInt16(truncatingIfNeeded: extent.part))
        }
    }
}

extension BinaryReader {
    fileprivate mutating func content() throws(StoreError) -> StoredContent {
        let id: Int64 = try integer()
        let size: Int64 = try integer()
        let sum: UInt64 = try integer()
        let isDamaged = try flag()
        let place: StoredContent.Place = try flag() ? .inline(try blob()) : .file(try text())
        return StoredContent(id: id, place: place, size: size, sum: sum, isDamaged: isDamaged)
    }

    fileprivate mutating func extents() throws(StoreError) -> [Extent] {
        try list { reader throws(StoreError) in
            Extent(
                content: try reader.integer(),
                offset: try reader.integer(),
                length: try reader.integer(),
                part: Int(try reader.integer(UInt16.self))
            )
        }
    }
}

extension IndexChange {
    /// About the bytes that the change takes in the journal.
    var approximateSize: Int {
        switch self {
        case .addContent(let content, _):
            if case .inline(let bytes) = content.place { bytes.count + 64 } else { 96 }
        case .putObject(_, let key, let record, let extents, _): key.count + record.count + extents.count * 26 + 32
        case .putUpload(_, _, _, let key, let record): key.count + record.count + 96
        case .putPart(_, _, let record, let extents, _): record.count + extents.count * 26 + 32
        case .putCompletion(_, _, let key, _, let record): key.count + record.count + 96
        case .putUser(_, let record), .putPolicy(_, let record): record.count + 64
        case .deleteUpload(_, let moved): moved.count * 2 + 16
        default: 64
        }
    }
}
