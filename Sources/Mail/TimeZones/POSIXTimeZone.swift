/// The rule at the end of a time-zone file, for all instants after its last transition (RFC 8536 §3.3; POSIX `TZ` with its extension of
/// hours to ±167): `GMT0BST,M3.5.0/1,M10.5.0`.
struct POSIXTimeZone: Hashable, Sendable {
    private var standard: LocalTimeType
    private var summer: Summer?

    private struct Summer: Hashable, Sendable {
        var type: LocalTimeType
        var begins: Change
        var ends: Change
    }

    /// When, each year, the clocks change: on a day, so many seconds after its midnight.
    private struct Change: Hashable, Sendable {
        var day: Day
        var secondOfDay: Int64

        enum Day: Hashable, Sendable {
            /// `Jn`: 1 to 365, never counting the leap day.
            case julian(Int64)
            /// `n`: 0 to 365.
            case zeroBased(Int64)
            /// `Mm.w.d`: weekday `d` (0: Sunday), the `w`th in month `m`; 5 is the last.
            case weekday(month: Int, week: Int64, weekday: Int64)
        }

        /// Seconds since 1970 on the wall that shows the time before the change.
        func wallSeconds(in year: Int64) -> Int64 {
            let newYear = CivilTime.days(year: year, month: 1, day: 1)
            let days: Int64
            switch day {
            case .julian(let number):
                days = newYear + number - 1 + (CivilTime.isLeap(year) && number >= 60 ? 1 : 0)
            case .zeroBased(let number):
                days = newYear + number
            case .weekday(let month, let week, let weekday):
                let first = CivilTime.days(year: year, month: month, day: 1)
                let next =
                    month == 12 ? CivilTime.days(year: year + 1, month: 1, day: 1) : CivilTime.days(year: year, month: month + 1, day: 1)
                let firstWeekday = Int64(CivilTime(secondsSince1970: first * 86_400).weekday)
                var candidate = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
                while candidate >= next { candidate -= 7 }
                days = candidate
            }
            return days * 86_400 + secondOfDay
        }
    }

    /// nil: not such a rule.
    init?(_ text: some Sequence<UInt8>) {
        var scanner = Scanner(bytes: Array(text))
        guard let name = scanner.name(), let offset = scanner.offset() else { return nil }
        standard = LocalTimeType(secondsEastOfUTC: -offset, abbreviation: name)
        if scanner.isAtEnd { return }
        guard let summerName = scanner.name() else { return nil }
        var summerEast = standard.secondsEastOfUTC + 3600
        if !scanner.isNext(",") {
            guard let offset = scanner.offset() else { return nil }
            summerEast = -offset
        }
        guard scanner.take(","), let begins = scanner.change(), scanner.take(","), let ends = scanner.change(), scanner.isAtEnd
        else { return nil }
        summer = Summer(type: LocalTimeType(secondsEastOfUTC: summerEast, abbreviation: summerName), begins: begins, ends: ends)
    }

    /// What clocks there show at an instant in seconds since 1970.
    func localTime(at seconds: Int64) -> LocalTimeType {
        guard let summer else { return standard }
        let year = CivilTime(secondsSince1970: seconds + standard.secondsEastOfUTC).year
        let begins = summer.begins.wallSeconds(in: year) - standard.secondsEastOfUTC
        let ends = summer.ends.wallSeconds(in: year) - summer.type.secondsEastOfUTC
        // South of the equator summer spans the new year.
        let isSummer = begins < ends ? begins <= seconds && seconds < ends : seconds >= begins || seconds < ends
        return isSummer ? summer.type : standard
    }

    private struct Scanner {
        var bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        func isNext(_ character: Unicode.Scalar) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: character) }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard isNext(character) else { return false }
            index += 1
            return true
        }

        /// `GMT`, or `<+0330>`.
        mutating func name() -> String? {
            let isQuoted = take("<")
            let start = index
            while index < bytes.count, isQuoted ? !isNext(">") : Self.isLetter(bytes[index]) { index += 1 }
            guard index - start >= 3 else { return nil }
            let name = String(decoding: bytes[start..<index], as: UTF8.self)
            if isQuoted && !take(">") { return nil }
            return name
        }

        /// `[+-]h[h[h]][:mm[:ss]]`, in seconds.
        mutating func offset() -> Int64? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number(max: 167) else { return nil }
            var seconds = hours * 3600
            for unit: Int64 in [60, 1] where take(":") {
                guard let part = number(max: 59) else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        mutating func change() -> Change? {
            let day: Change.Day
            if take("M") {
                guard let month = number(max: 12), month >= 1, take("."), let week = number(max: 5), week >= 1, take("."),
                    let weekday = number(max: 6)
                else { return nil }
                day = .weekday(month: Int(month), week: week, weekday: weekday)
            } else if take("J") {
                guard let number = number(max: 365), number >= 1 else { return nil }
                day = .julian(number)
            } else {
                guard let number = number(max: 365) else { return nil }
                day = .zeroBased(number)
            }
            var secondOfDay: Int64 = 7200
            if take("/") {
                guard let offset = offset() else { return nil }
                secondOfDay = offset
            }
            return Change(day: day, secondOfDay: secondOfDay)
        }

        private mutating func number(max: Int64) -> Int64? {
            let start = index
            var number: Int64 = 0
            while index < bytes.count, index - start < 3, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
                number = number * 10 + Int64(digit)
                index += 1
            }
            return index > start && number <= max ? number : nil
        }

        private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    }
}
