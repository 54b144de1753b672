import Glibc
import Synchronization

/// Dates in HTTP header fields (RFC 9110 §5.6.7), in whole seconds since 1970.
package enum HTTPDate {
    private static let cached = Mutex<(second: Int, text: String)>((-1, ""))

    /// The present moment as IMF-fixdate; formatted once a second.
    package static func now() -> String {
        let second = time(nil)
        return cached.withLock { cached in
            if cached.second != second { cached = (second, text(of: Int64(second))) }
            return cached.text
        }
    }

    /// IMF-fixdate, as in `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func text(of secondsSince1970: Int64) -> String {
        var seconds = time_t(secondsSince1970)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let weekday = weekdays[Int(parts.tm_wday) % 7]
        let month = months[Int(parts.tm_mon) % 12]
        return "\(weekday), \(two(parts.tm_mday)) \(month) \(four(parts.tm_year + 1900)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }

    /// Seconds since 1970 of an IMF-fixdate; nil for everything else.
    package static func seconds(of text: String) -> Int64? {
        let fields = text.split(separator: " ")
        guard fields.count == 6, fields[5] == "GMT", fields[0].utf8.count == 4, let day = Int32(fields[1]),
            let month = months.firstIndex(of: String(fields[2])), let year = Int32(fields[3]),
            (1...31).contains(day), (1...9999).contains(year)
        else { return nil }
        let clock = fields[4].split(separator: ":").compactMap { $0.utf8.count == 2 ? Int32($0) : nil }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        var parts = tm()
        parts.tm_mday = day
        parts.tm_mon = Int32(month)
        parts.tm_year = year - 1900
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
        return Int64(timegm(&parts))
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    private static func four(_ value: Int32) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
