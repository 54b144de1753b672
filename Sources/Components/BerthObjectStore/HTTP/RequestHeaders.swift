import HTTPTypes
import HummingbirdCore
import S3

/// The header fields of a request, `host` among them, by lower-case names.
struct RequestHeaders: Sendable {
    /// All fields as they came.
    let fields: [(name: String, value: String)]

    init(_ request: Request) {
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(request.headers.count + 1)
        if let host = request.head.authority { fields.append(("host", host)) }
        for field in request.headers { fields.append((field.name.canonicalName, field.value)) }
        self.fields = fields
    }

    init(_ fields: [(name: String, value: String)]) {
        self.fields = fields
    }

    /// The value of a field; the first where there are several.
    subscript(name: String) -> String? {
        for field in fields where field.name == name { return field.value }
        return nil
    }

    /// Refuses fields of the protocol that are given twice: nobody shall choose between two readings.
    func checkUnique() throws(S3Error) {
        var seen: Set<String> = []
        for (name, _) in fields where name.hasPrefix("x-amz-") && !name.hasPrefix("x-amz-meta-") {
            guard seen.insert(name).inserted else {
                throw S3Error(.invalidArgument, "The header \(name) must be given once.")
            }
        }
    }
}
