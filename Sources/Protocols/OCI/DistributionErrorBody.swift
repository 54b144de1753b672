/// The JSON body in which the distribution spec reports errors.
package struct DistributionErrorBody: Sendable, Equatable {
    package var code: DistributionErrorCode
    package var message: String
    /// What helps the client further: an object of strings for each error.
    package var details: [[JSONMember]]

    package init(_ code: DistributionErrorCode, message: String, details: [[JSONMember]] = []) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// `{"errors":[{"code":…,"message":…,"detail":…}]}`, one error for each detail.
    package var bytes: [UInt8] {
        let shown: [[JSONMember]?] = details.isEmpty ? [nil] : details
        let errors = shown.map { detail in
            var members = [JSONMember("code", .string(code.rawValue)), JSONMember("message", .string(message))]
            if let detail { members.append(JSONMember("detail", .object(detail))) }
            return JSONValue.object(members)
        }
        return JSONWriter.bytes(of: .object([JSONMember("errors", .array(errors))]))
    }
}
