/// Timestamps as API objects carry them (RFC 3339, UTC), as seconds since 1970.
package enum RFC3339 {
    /// `2026-11-22T21:55:53Z`, without the fraction; times outside of the years 0 to 9999 are clamped to them.
    package static func text(seconds: Double) -> String { text(wholeSeconds(seconds)) + "Z" }

    /// `2026-11-22T21:55:53.123456Z`, the form of `MicroTime`.
    package static func microText(seconds: Double) -> String {
        let whole = wholeSeconds(seconds)
        let fraction = (seconds - Double(whole)) * 1_000_000
        let micros = fraction.isFinite ? min(max(Int64(fraction.rounded()), 0), 999_999) : 0
        return "\(text(whole)).\(padded(micros, 6))Z"
    }

    /// The text of a protobuf `Time` or `MicroTime` (`fraction` with so many digits).
    static func text(seconds: Int64, nanos: Int64, fractionDigits: Int) -> String {
        let whole = min(max(seconds, earliest), latest)
        guard fractionDigits > 0 else { return text(whole) + "Z" }
        let digits = padded(min(max(nanos, 0), 999_999_999), 9).prefix(fractionDigits)
        return "\(text(whole)).\(digits)Z"
    }

    /// The seconds since 1970 of a timestamp with `Z` or an offset, with or without a fraction; nil if it is none.
    package static func seconds(parsing text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 64, bytes[4] == dash, bytes[7] == dash else { return nil }
        guard bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == colon, bytes[16] == colon else { return nil }
        guard let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), (1...12).contains(month),
            let day = number(bytes[8..<10]), day >= 1, day <= days(in: month, of: year),
            let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]), minute < 60,
            let second = number(bytes[17..<19]), second < 60
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard let value = Double("0." + String(decoding: digits, as: UTF8.self)), !digits.isEmpty else {
                return nil
            }
            fraction = value
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offset(rest) else { return nil }
        let whole = dayNumber(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Double(whole) + fraction
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")
    private static let earliest: Int64 = -62_167_219_200
    private static let latest: Int64 = 253_402_300_799

    private static func wholeSeconds(_ seconds: Double) -> Int64 {
        guard seconds == seconds else { return 0 }
        return Int64(min(max(seconds.rounded(.down), Double(earliest)), Double(latest)))
    }

    /// `Z`, `+hh:mm` or `-hh:mm` in seconds.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        let text = Array(text)
        if text.count == 1 { return text[0] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        guard text.count == 6, text[3] == colon, text[0] == dash || text[0] == UInt8(ascii: "+"),
            let hours = number(text[1..<3]), hours < 24, let minutes = number(text[4..<6]), minutes < 60
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return text[0] == dash ? -seconds : seconds
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    /// Date and time without the zone.
    private static func text(_ seconds: Int64) -> String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - day * 86_400
        let (year, month, date) = civil(day)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T"
            + "\(padded(time / 3_600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that begin in March.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ day: Int64) -> (Int64, Int64, Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
