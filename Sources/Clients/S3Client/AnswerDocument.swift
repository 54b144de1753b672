import NIOCore
import S3

/// A document in a body, as a client reads and writes it.
enum AnswerDocument {
    /// The root element of an answer; nil when the body is no document.
    static func read(_ body: ByteBuffer) -> XMLElement? {
        try? XMLElement(parsing: Array(body.readableBytesView), sizeLimit: 16 << 20)
    }

    /// Code and message of an error document, empty when the body is none.
    static func refusal(in body: ByteBuffer) -> (code: String, message: String) {
        guard let root = read(body), root.name == "Error" else { return ("", "") }
        return (root["Code"] ?? "", root["Message"] ?? "")
    }

    /// The body of CompleteMultipartUpload.
    static func completing(_ parts: [S3UploadedPart]) -> ByteBuffer {
        ByteBuffer(
            bytes: XMLWriter.document("CompleteMultipartUpload") { writer in
                for part in parts {
                    writer.element("Part") { writer in
                        writer.element("PartNumber", part.number)
                        writer.element("ETag", part.entityTag)
                    }
                }
            }
        )
    }

    /// The body of DeleteObjects, which asks to hear of failures only.
    static func deleting(_ keys: some Sequence<ObjectKey>) -> ByteBuffer {
        ByteBuffer(
            bytes: XMLWriter.document("Delete") { writer in
                for key in keys { writer.element("Object") { $0.element("Key", bytes: key.bytes) } }
                writer.element("Quiet", true)
            }
        )
    }
}
