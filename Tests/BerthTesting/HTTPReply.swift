import Foundation

/// A reply as it was on the wire: header names as sent, body decoded from its framing.
package struct HTTPReply: Sendable, CustomStringConvertible {
    /// The status of the final response.
    package var status: Int
    /// The header fields in order.
    package var headers: [(name: String, value: String)]
    /// The body without its framing.
    package var body: [UInt8]
    /// The statuses of interim responses (100) before the final one.
    package var interim: [Int] = []
    /// Whether the body ended where its framing said.
    package var isComplete = true

    /// The first header field with this name.
    package subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The `code` of the first error in a distribution error body.
    package var distributionErrorCode: String? {
        struct Body: Decodable {
            struct Entry: Decodable { let code: String }
            let errors: [Entry]
        }
        return try? JSONDecoder().decode(Body.self, from: Data(body)).errors.first?.code
    }

    /// The `<Code>` of an S3 error body.
    package var s3ErrorCode: String? {
        guard let start = text.range(of: "<Code>"), let end = text.range(of: "</Code>"),
            start.upperBound <= end.lowerBound
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    package var description: String {
        "\(status) " + headers.map { "\($0.name): \($0.value)" }.joined(separator: "; ") + " | " + text.prefix(600)
    }
}
