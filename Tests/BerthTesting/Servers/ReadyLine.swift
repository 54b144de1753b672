import Foundation

/// The one line of JSON that a `berth` process prints when it serves.
package struct ReadyLine: Sendable {
    /// Every string in the line by its key, nested keys joined by a dot.
    package let fields: [String: String]

    /// The first address of a service: the field named like it, else any `http` address.
    package func url(_ name: String) -> String? {
        let urls = fields.filter { $0.value.hasPrefix("http://") || $0.value.hasPrefix("https://") }
        if let exact = urls.first(where: { $0.key.lowercased().contains(name.lowercased()) }) { return exact.value }
        return urls.count == 1 ? urls.first?.value : nil
    }

    /// Parses the first JSON object among the lines of `output`, nil while there is none.
    package init?(in output: String) {
        for line in output.split(separator: "\n") where line.hasPrefix("{") {
            guard let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                continue
            }
            var fields: [String: String] = [:]
            Self.flatten(value, prefix: "", into: &fields)
            guard fields.values.contains(where: { $0.contains("://") }) else { continue }
            self.fields = fields
            return
        }
        return nil
    }

    private static func flatten(_ value: Any, prefix: String, into fields: inout [String: String]) {
        switch value {
        case let object as [String: Any]:
            for (key, value) in object {
                flatten(value, prefix: prefix.isEmpty ? key : "\(prefix).\(key)", into: &fields)
            }
        case let list as [Any]:
            for (index, value) in list.enumerated() { flatten(value, prefix: "\(prefix).\(index)", into: &fields) }
        default: fields[prefix] = "\(value)"
        }
    }
}
