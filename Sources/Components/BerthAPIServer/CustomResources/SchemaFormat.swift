import Kubernetes

/// The `format`s of strings that are checked; others are notes to the reader.
enum SchemaFormat {
    static func allows(_ text: String, _ format: String) -> Bool {
        switch format {
        case "date-time": RFC3339.seconds(parsing: text) != nil
        case "date": isDate(text)
        case "byte": Base64Text.byteCount(text) != nil
        case "uuid", "uuid3", "uuid4", "uuid5": isUUID(text)
        case "ipv4": IPText.isV4(text)
        case "ipv6": IPText.isV6(text)
        case "cidr": IPText.isCIDR(text)
        case "hostname": !text.isEmpty && NameFormat.subdomainProblems(text.lowercased()).isEmpty
        default: true
        }
    }

    private static func isDate(_ text: String) -> Bool { RFC3339.seconds(parsing: "\(text)T00:00:00Z") != nil }

    private static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return false }
        return parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
