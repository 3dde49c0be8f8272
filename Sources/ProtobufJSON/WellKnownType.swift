/// The messages of google.protobuf that have a JSON form of their own.
enum WellKnownType {
    case timestamp, duration, any
    /// `StringValue` and its kin: JSON of the one field.
    case wrapper
    /// Has a form of its own that this mapping does not speak; refused rather than written wrongly.
    case unsupported

    init?(fullName: String) {
        guard fullName.hasPrefix("google.protobuf.") else { return nil }
        switch fullName.dropFirst("google.protobuf.".count) {
        case "Timestamp": self = .timestamp
        case "Duration": self = .duration
        case "Any": self = .any
        case "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value", "BoolValue", "StringValue",
            "BytesValue":
            self = .wrapper
        case "Struct", "Value", "ListValue", "FieldMask": self = .unsupported
        default: return nil
        }
    }
}

/// Seconds and nanoseconds, as Timestamp and Duration both hold them in fields 1 and 2.
struct SecondsAndNanos: Equatable {
    var seconds: Int64
    var nanos: Int32
}

extension SecondsAndNanos {
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
    private static let timestampSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
    /// About 10,000 years either way.
    private static let durationSeconds: ClosedRange<Int64> = -315_576_000_000...315_576_000_000

    /// RFC 3339 in UTC, with as many of 0, 3, 6 or 9 decimals as it takes.
    func timestampText() throws(JSONError) -> String {
        guard Self.timestampSeconds.contains(seconds), (0..<1_000_000_000).contains(nanos) else {
            throw JSONError(.invalidValue, "this timestamp is outside of the years 1 to 9999")
        }
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        let second = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        let time = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T\(time)\(Self.fraction(nanos))Z"
    }

    /// `1.500s`.
    func durationText() throws(JSONError) -> String {
        let hasOneSign = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0)
        guard Self.durationSeconds.contains(seconds), nanos > -1_000_000_000, nanos < 1_000_000_000, hasOneSign else {
            throw JSONError(.invalidValue, "this duration is out of range")
        }
        return "\(seconds < 0 || nanos < 0 ? "-" : "")\(seconds.magnitude)\(Self.fraction(nanos.magnitude))s"
    }

    /// Reads RFC 3339, with `Z` or an offset.
    init(timestamp text: String) throws(JSONError) {
        var scanner = DigitScanner(text)
        let year = scanner.number(4)
        scanner.expect("-")
        let month = scanner.number(2)
        scanner.expect("-")
        let day = scanner.number(2)
        scanner.expect("T")
        let hour = scanner.number(2)
        scanner.expect(":")
        let minute = scanner.number(2)
        scanner.expect(":")
        let second = scanner.number(2)
        let nanos = scanner.fraction()
        let offset = scanner.zoneOffsetSeconds()
        let invalid = JSONError(.invalidValue, "a time such as 2026-09-01T08:30:00Z is needed here")
        guard scanner.isAtEnd, hour < 24, minute < 60, second < 60, let date = CivilDate(year: year, month: month, day: day) else {
            throw invalid
        }
        seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.nanos = nanos
        guard Self.timestampSeconds.contains(seconds) else { throw invalid }
    }

    /// Reads `1.5s`.
    init(duration text: String) throws(JSONError) {
        var scanner = DigitScanner(text)
        let isNegative = scanner.skip("-")
        let whole = scanner.number(1...12)
        let fraction = scanner.fraction()
        scanner.expect("s")
        guard scanner.isAtEnd, Self.durationSeconds.contains(whole) else {
            throw JSONError(.invalidValue, "a duration such as 1.5s is needed here")
        }
        seconds = isNegative ? -whole : whole
        nanos = isNegative ? -fraction : fraction
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func fraction(_ nanos: some BinaryInteger) -> String {
        if nanos == 0 { return "" }
        let digits = padded(Int64(nanos), 9)
        let shown = digits.hasSuffix("000000") ? 3 : digits.hasSuffix("000") ? 6 : 9
        return "." + digits.prefix(shown)
    }
}
