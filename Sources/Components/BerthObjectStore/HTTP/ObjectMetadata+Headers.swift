import HTTPTypes
import S3

/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
extension ObjectMetadata {
    /// The most bytes of names and values of the client's own metadata.
    static let userByteLimit = 2048

    private static let kept = [
        "content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires",
    ]
    private static let userPrefix = "x-amz-meta-"

    /// What the fields of a request say about the object to be made.
    init(_ request: RequestHeaders) throws(S3Error) {
        self.init()
        for name in Self.kept {
            guard var value = request[name] else { continue }
            if name == "content-encoding" {
                // aws-chunked is the framing of the request, not of the object.
                let codings = value.split(separator: ",").map { $0.filter { $0 != " " } }
                value = codings.filter { $0.lowercased() != "aws-chunked" }.joined(separator: ",")
            }
            if !value.isEmpty { headers.append(Field(name, value)) }
        }
        var bytes = 0
        var values: [String: String] = [:]
        var names: [String] = []
        for (name, value) in request.fields where name.hasPrefix(Self.userPrefix) {
            let short = String(name.dropFirst(Self.userPrefix.count))
            guard !short.isEmpty else { throw S3Error(.invalidArgument, "A metadata name is empty.") }
            bytes += short.utf8.count + value.utf8.count
            if let first = values[short] {
                values[short] = "\(first),\(value)"
            } else {
                values[short] = value
                names.append(short)
            }
        }
        guard bytes <= Self.userByteLimit else {
            throw S3Error(
                .metadataTooLarge,
                details: ["Size": "\(bytes)", "MaxSizeAllowed": "\(Self.userByteLimit)"]
            )
        }
        user = names.map { Field($0, values[$0] ?? "") }
    }

    /// Adds the fields to an answer.
    func add(to fields: inout HTTPFields) {
        fields[.contentType] = header("content-type") ?? "binary/octet-stream"
        for field in headers where field.name != "content-type" {
            if let name = HTTPField.Name(field.name) { fields[name] = field.value }
        }
        for field in user {
            if let name = HTTPField.Name("\(Self.userPrefix)\(field.name)") { fields[name] = field.value }
        }
    }
}
