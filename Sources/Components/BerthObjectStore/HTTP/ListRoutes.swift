import HummingbirdCore
import S3

/// Lists the objects and the open uploads of a bucket.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
struct ListRoutes: Sendable {
    let engine: StorageEngine

    /// ListObjects, the first version.
    func listV1(_ authorized: AuthorizedRequest) async throws -> Response {
        let query = authorized.request.query
        let list = try ListQuery(query, limitName: "max-keys")
        let marker = query.bytes("marker") ?? []
        let page = try await page(authorized, list, list.start(after: marker))
        let encoding = try ListEncoding(query, keys: page.names + [list.prefix, marker, list.delimiter ?? []])
        let document = XMLWriter.document("ListBucketResult") { xml in
            writeHead(authorized, list, encoding, to: &xml)
            encoding.write("Marker", marker, to: &xml)
            if page.isTruncated, let last = page.names.last { encoding.write("NextMarker", last, to: &xml) }
            xml.element("MaxKeys", list.limit)
            xml.element("IsTruncated", page.isTruncated)
            encoding.writeName(to: &xml)
            write(page, encoding, showsOwner: true, to: &xml)
        }
        return S3Answer.document(document)
    }

    /// ListObjectsV2.
    func listV2(_ authorized: AuthorizedRequest) async throws -> Response {
        let query = authorized.request.query
        let list = try ListQuery(query, limitName: "max-keys")
        let token = try query.text("continuation-token")
        let startAfter = query.bytes("start-after") ?? []
        guard token != "" else {
            throw S3Error(.invalidArgument, "The continuation token provided is incorrect")
        }
        let start = try token.map(ContinuationToken.decode) ?? list.start(after: startAfter)
        let page = try await page(authorized, list, start)
        let encoding = try ListEncoding(query, keys: page.names + [list.prefix, startAfter, list.delimiter ?? []])
        let showsOwner = try query.text("fetch-owner") == "true"
        let document = XMLWriter.document("ListBucketResult") { xml in
            writeHead(authorized, list, encoding, to: &xml)
            if let token { xml.element("ContinuationToken", token) }
            if !startAfter.isEmpty { encoding.write("StartAfter", startAfter, to: &xml) }
            xml.element("KeyCount", page.entries.count)
            xml.element("MaxKeys", list.limit)
            xml.element("IsTruncated", page.isTruncated)
            if let next = page.next { xml.element("NextContinuationToken", ContinuationToken.encode(next)) }
            encoding.writeName(to: &xml)
            write(page, encoding, showsOwner: showsOwner, to: &xml)
        }
        return S3Answer.document(document)
    }

    /// ListObjectVersions: each object is the only version of its key, called `null`.
    func listVersions(_ authorized: AuthorizedRequest) async throws -> Response {
        let query = authorized.request.query
        let list = try ListQuery(query, limitName: "max-keys")
        let marker = query.bytes("key-marker") ?? []
        let version = try query.text("version-id-marker") ?? ""
        guard version.isEmpty || !marker.isEmpty else {
            throw S3Error(.invalidArgument, "A version-id marker cannot be specified without a key marker.")
        }
        let page = try await page(authorized, list, list.start(after: marker))
        let encoding = try ListEncoding(query, keys: page.names + [list.prefix, marker, list.delimiter ?? []])
        let document = XMLWriter.document("ListVersionsResult") { xml in
            writeHead(authorized, list, encoding, to: &xml)
            encoding.write("KeyMarker", marker, to: &xml)
            xml.element("VersionIdMarker", version)
            if page.isTruncated, let last = page.names.last {
                encoding.write("NextKeyMarker", last, to: &xml)
                xml.element("NextVersionIdMarker", "null")
            }
            xml.element("MaxKeys", list.limit)
            xml.element("IsTruncated", page.isTruncated)
            encoding.writeName(to: &xml)
            write(page, encoding, showsOwner: true, asVersions: true, to: &xml)
        }
        return S3Answer.document(document)
    }

    /// ListMultipartUploads.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
    func listUploads(_ authorized: AuthorizedRequest) async throws -> Response {
        let query = authorized.request.query
        let bucket = try authorized.request.bucket
        let list = try ListQuery(query, limitName: "max-uploads")
        let keyMarker = query.bytes("key-marker") ?? []
        let uploadMarker = try query.text("upload-id-marker") ?? ""
        let page: UploadListing
        if list.limit == 0 {
            _ = try await engine.bucket(bucket)
            page = UploadListing(entries: [], isTruncated: false, nextKey: nil, nextUpload: nil)
        } else {
            page = try await engine.uploads(
                in: bucket,
                prefix: list.prefix,
                delimiter: list.delimiter,
                afterKey: keyMarker.isEmpty ? nil : keyMarker,
                afterUpload: keyMarker.isEmpty || uploadMarker.isEmpty ? nil : uploadMarker,
                limit: list.limit
            )
        }
        let names = page.entries.map { entry in
            switch entry {
            case .upload(let upload): upload.key.bytes
            case .commonPrefix(let prefix): prefix
            }
        }
        let encoding = try ListEncoding(query, keys: names + [list.prefix, keyMarker, list.delimiter ?? []])
        let document = XMLWriter.document("ListMultipartUploadsResult") { xml in
            xml.element("Bucket", bucket.text)
            encoding.write("KeyMarker", keyMarker, to: &xml)
            xml.element("UploadIdMarker", uploadMarker)
            encoding.write("NextKeyMarker", page.nextKey ?? [], to: &xml)
            xml.element("NextUploadIdMarker", page.nextUpload ?? "")
            if let delimiter = list.delimiter { encoding.write("Delimiter", delimiter, to: &xml) }
            encoding.write("Prefix", list.prefix, to: &xml)
            xml.element("MaxUploads", list.limit)
            xml.element("IsTruncated", page.isTruncated)
            encoding.writeName(to: &xml)
            for entry in page.entries {
                switch entry {
                case .upload(let upload): Self.write(upload, encoding, to: &xml)
                case .commonPrefix(let prefix):
                    xml.element("CommonPrefixes") { encoding.write("Prefix", prefix, to: &$0) }
                }
            }
        }
        return S3Answer.document(document)
    }

    private func page(
        _ authorized: AuthorizedRequest,
        _ list: ListQuery,
        _ start: ObjectListing.Start
    ) async throws -> ObjectListing {
        let bucket = try authorized.request.bucket
        guard list.limit > 0 else {
            _ = try await engine.bucket(bucket)
            return ObjectListing(entries: [], next: nil)
        }
        return try await engine.list(
            bucket,
            prefix: list.prefix,
            delimiter: list.delimiter,
            start: start,
            limit: list.limit
        )
    }

    private func writeHead(
        _ authorized: AuthorizedRequest,
        _ list: ListQuery,
        _ encoding: ListEncoding,
        to xml: inout XMLWriter
    ) {
        if case .bucket(let bucket) = authorized.request.subject { xml.element("Name", bucket.text) }
        encoding.write("Prefix", list.prefix, to: &xml)
        if let delimiter = list.delimiter { encoding.write("Delimiter", delimiter, to: &xml) }
    }

    private func write(
        _ page: ObjectListing,
        _ encoding: ListEncoding,
        showsOwner: Bool,
        asVersions: Bool = false,
        to xml: inout XMLWriter
    ) {
        for case .object(let record) in page.entries {
            xml.element(asVersions ? "Version" : "Contents") { xml in
                encoding.write("Key", record.key.bytes, to: &xml)
                if asVersions {
                    xml.element("VersionId", "null")
                    xml.element("IsLatest", true)
                }
                xml.element("LastModified", CalendarTime(record.modified).documentText)
                xml.element("ETag", record.etag.quoted)
                if let first = record.checksums.first {
                    xml.element("ChecksumAlgorithm", first.algorithm.rawValue)
                    xml.element("ChecksumType", first.kind.rawValue)
                }
                xml.element("Size", record.size)
                if showsOwner { S3Answer.writeOwner(to: &xml) }
                xml.element("StorageClass", "STANDARD")
            }
        }
        for case .commonPrefix(let prefix) in page.entries {
            xml.element("CommonPrefixes") { encoding.write("Prefix", prefix, to: &$0) }
        }
    }

    private static func write(_ upload: UploadRecord, _ encoding: ListEncoding, to xml: inout XMLWriter) {
        xml.element("Upload") { xml in
            encoding.write("Key", upload.key.bytes, to: &xml)
            xml.element("UploadId", upload.id)
            S3Answer.writeOwner("Initiator", to: &xml)
            S3Answer.writeOwner(to: &xml)
            xml.element("StorageClass", "STANDARD")
            xml.element("Initiated", CalendarTime(upload.initiated).documentText)
            if let algorithm = upload.checksumAlgorithm { xml.element("ChecksumAlgorithm", algorithm.rawValue) }
            if let kind = upload.checksumKind { xml.element("ChecksumType", kind.rawValue) }
        }
    }
}

extension ObjectListing {
    /// The keys and common prefixes of the page, in order.
    fileprivate var names: [[UInt8]] {
        entries.map { entry in
            switch entry {
            case .object(let record): record.key.bytes
            case .commonPrefix(let prefix): prefix
            }
        }
    }
}
