/// Durations as table cells show them: `5s`, `2m30s`, `3h`, `5d`, `2y60d`.
package enum HumanDuration {
    /// The text of a duration: two units where the first one is small, one else.
    package static func text(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e15, seconds > -2 else { return "<invalid>" }
        let seconds = Int64(seconds)
        let (minutes, hours) = (seconds / 60, seconds / 3_600)
        let days = hours / 24
        return switch true {
        case seconds < 0: "0s"
        case seconds < 120: "\(seconds)s"
        case minutes < 10: pair(minutes, "m", seconds % 60, "s")
        case minutes < 180: "\(minutes)m"
        case hours < 8: pair(hours, "h", minutes % 60, "m")
        case hours < 48: "\(hours)h"
        case days < 8: pair(days, "d", hours % 24, "h")
        case days < 365 * 2: "\(days)d"
        case days < 365 * 8: pair(days / 365, "y", days % 365, "d")
        default: "\(days / 365)y"
        }
    }

    private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
    }
}
