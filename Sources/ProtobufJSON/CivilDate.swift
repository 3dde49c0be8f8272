/// A day of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    let year: Int64
    let month: Int64
    let day: Int64

    /// Nil if the calendar has no such day.
    init?(year: Int64, month: Int64, day: Int64) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1, (1...12).contains(month), (1...lengths[Int(month) - 1]).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Counts in years that begin in March, so that the leap day comes last. Days are whole eras of 400 years, 146,097 days
    /// each, and the rest. 719,468 days lie between 0000-03-01 and 1970-01-01.
    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Takes fixed forms apart, remembering whether everything fitted.
struct DigitScanner {
    private var rest: ArraySlice<UInt8>
    private var fits = true

    init(_ text: String) { rest = Array(text.utf8)[...] }

    /// Whether all of the text was taken, and all of it fitted.
    var isAtEnd: Bool { fits && rest.isEmpty }

    mutating func number(_ width: Int) -> Int64 { number(width...width) }

    mutating func number(_ widths: ClosedRange<Int>) -> Int64 {
        let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }.prefix(widths.upperBound)
        fits = fits && digits.count >= widths.lowerBound
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) { fits = skip(character) && fits }

    /// One to nine decimals after a point, as nanoseconds; none is zero.
    mutating func fraction() -> Int32 {
        guard skip(".") else { return 0 }
        let before = rest.count
        var nanos = number(1...9)
        for _ in (before - rest.count)..<9 { nanos *= 10 }
        return Int32(truncatingIfNeeded: nanos)
    }

    /// `Z`, or `+01:00`.
    mutating func zoneOffsetSeconds() -> Int64 {
        if skip("Z") { return 0 }
        let isEast = skip("+")
        if !isEast { expect("-") }
        let hours = number(2)
        expect(":")
        let minutes = number(2)
        fits = fits && hours < 24 && minutes < 60
        return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}
