extension Instant {
    /// As error details carry it (RFC 3339, UTC): `2026-03-14T09:26:53Z`, with three digits of a second's fraction where there is one.
    public var rfc3339: String {
        let (days, inDay) = floored(milliseconds, by: 86_400_000)
        let (year, month, day) = Self.civil(fromDays: days)
        let (seconds, fraction) = floored(inDay, by: 1000)
        var text = "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
        text += "T\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))"
        if fraction != 0 { text += ".\(digits(fraction, 3))" }
        return text + "Z"
    }

    /// The proleptic Gregorian date of a day counted from 1970-01-01.
    ///
    /// Counts in years that begin on 1 March, so that the leap day is a year's last, within eras of 400 years (146,097 days).
    public static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floored(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}

/// Division that rounds down, so that instants before 1970 have a positive rest.
private func floored(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
}

private func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
