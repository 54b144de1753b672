import Kubernetes

extension Columns {
    static let images = [name, text("Image Reference", "dockerImageReference")]

    static let imageStreams: [TableColumn] = [
        name,
        made("Image Repository", "Where the images are pulled from.") { stream, _ in
            [
                stream[path: "status", "publicDockerImageRepository"],
                stream[path: "status", "dockerImageRepository"],
                stream[path: "spec", "dockerImageRepository"],
            ].map { Cell.text($0) }.first { !$0.isEmpty } ?? ""
        },
        made("Tags", "Tags, the newest first.") { stream, _ in tagList(stream) },
        made("Updated", "When a tag changed last.") { stream, now in
            let newest = tagTimes(stream).map(\.time).max()
            return newest.map { "\(relativeTime(seconds: now - $0)) ago" } ?? ""
        },
    ]

    /// How long the list of tags gets before the rest is counted only.
    private static let tagListLimit = 40

    private static func tagTimes(_ stream: JSONValue) -> [(tag: String, time: Double)] {
        (stream[path: "status", "tags"]?.array ?? []).compactMap { tag in
            guard let name = tag["tag"]?.string, let newest = tag["items"]?.array?.first else { return nil }
            return (name, newest["created"]?.string.flatMap { RFC3339.seconds(parsing: $0) } ?? 0)
        }
    }

    private static func tagList(_ stream: JSONValue) -> String {
        let tags = tagTimes(stream).sorted { $0.time == $1.time ? $0.tag < $1.tag : $0.time > $1.time }.map(\.tag)
        var shown: [String] = []
        var length = 0
        for tag in tags {
            if !shown.isEmpty, length + tag.count + 1 > tagListLimit { break }
            length += tag.count + (shown.isEmpty ? 0 : 1)
            shown.append(tag)
        }
        let text = shown.joined(separator: ",")
        return shown.count < tags.count ? "\(text) + \(tags.count - shown.count) more..." : text
    }

    /// `About a minute`, `3 hours`: durations in the manner of container tools.
    package static func relativeTime(seconds: Double) -> String {
        let whole = seconds.isFinite ? Int(min(max(0, seconds), 1e12)) : 0
        let hours = (whole + 1800) / 3600
        switch whole {
        case 0: return "Less than a second"
        case 1: return "1 second"
        case ..<60: return "\(whole) seconds"
        case ..<120: return "About a minute"
        case ..<3600: return "\(whole / 60) minutes"
        default: break
        }
        switch hours {
        case ...1: return "About an hour"
        case ..<48: return "\(hours) hours"
        case ..<(24 * 7 * 2): return "\(hours / 24) days"
        case ..<(24 * 30 * 2): return "\(hours / 24 / 7) weeks"
        case ..<(24 * 365 * 2): return "\(hours / 24 / 30) months"
        default: return "\(hours / 24 / 365) years"
        }
    }
}
