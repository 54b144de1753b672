package import FoundationEssentials

/// A moment as SigV4 writes it: `20130524T000000Z`, in UTC and whole seconds.
package struct SigningTime: Hashable, Sendable {
    /// Seconds since 1970.
    package let seconds: Int64
    /// The sixteen characters.
    package let text: String

    /// The first eight characters: the day of the credential scope.
    package var day: String { String(text.prefix(8)) }

    /// The moment as a date.
    package var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    /// The second in which `date` lies.
    package init(_ date: Date) {
        let limit = 253_402_300_799.0  // the last second of the year 9999
        seconds = Int64(min(max(date.timeIntervalSince1970.rounded(.down), 0), limit))
        let clock = CalendarTime(secondsSince1970: seconds)
        text =
            Self.padded(clock.year, 4) + Self.padded(clock.month, 2) + Self.padded(clock.day, 2) + "T"
            + Self.padded(clock.hour, 2) + Self.padded(clock.minute, 2) + Self.padded(clock.second, 2) + "Z"
    }

    /// The moment that `text` writes in the basic form of ISO 8601.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        guard let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[4..<6]),
            let day = Self.number(bytes[6..<8]), let hour = Self.number(bytes[9..<11]),
            let minute = Self.number(bytes[11..<13]), let second = Self.number(bytes[13..<15]),
            let time = CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        seconds = time.secondsSince1970
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var result = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            result = result * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return result
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
