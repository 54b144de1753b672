import S3

/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
extension ObjectTag {
    /// The most tags of an object.
    static let countLimit = 10

    /// The tags of `x-amz-tagging`, in the form of a query.
    static func parse(header text: String) throws(S3Error) -> [ObjectTag] {
        var tags: [ObjectTag] = []
        for pair in text.split(separator: "&") {
            let pieces = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = decoded(pieces[0]), let value = decoded(pieces.count == 2 ? pieces[1] : "") else {
                throw S3Error(
                    .invalidArgument,
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded."
                )
            }
            tags.append(ObjectTag(key: key, value: value))
        }
        try check(tags)
        return tags
    }

    /// The tags of a `Tagging` document.
    static func parse(document bytes: [UInt8], limit: Int = countLimit) throws(S3Error) -> [ObjectTag] {
        guard let root = try? XMLElement(parsing: bytes, sizeLimit: 256 * 1024, depthLimit: 5),
            root.name == "Tagging", let set = root.only("TagSet")
        else { throw S3Error(.malformedXML) }
        var tags: [ObjectTag] = []
        for element in set.all("Tag") {
            guard let key = element.only("Key"), let value = element.only("Value") else {
                throw S3Error(.malformedXML)
            }
            tags.append(ObjectTag(key: key.text, value: value.text))
        }
        try check(tags, limit: limit)
        return tags
    }

    /// The document of these tags.
    static func document(_ tags: [ObjectTag]) -> [UInt8] {
        XMLWriter.document("Tagging") { xml in
            xml.element("TagSet") { xml in
                for tag in tags {
                    xml.element("Tag") { xml in
                        xml.element("Key", tag.key)
                        xml.element("Value", tag.value)
                    }
                }
            }
        }
    }

    private static func check(_ tags: [ObjectTag], limit: Int = countLimit) throws(S3Error) {
        guard tags.count <= limit else {
            throw S3Error(
                .invalidTag,
                "Object tags cannot be greater than \(limit)"
            )
        }
        guard Set(tags.map { Array($0.key.utf8) }).count == tags.count else {
            throw S3Error(.invalidTag, "Cannot provide multiple Tags with the same key")
        }
        for tag in tags {
            guard (1...128).contains(tag.key.unicodeScalars.count), isClean(tag.key) else {
                throw S3Error(.invalidTag, "The TagKey you have provided is invalid")
            }
            guard tag.value.unicodeScalars.count <= 256, isClean(tag.value) else {
                throw S3Error(.invalidTag, "The TagValue you have provided is invalid")
            }
        }
    }

    private static func isClean(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }

    private static func decoded(_ text: Substring) -> String? {
        PercentEncoding.decode(text, plusIsSpace: true).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
