/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in one of the three forms of HTTP.
enum RetryAfter {
    /// How long to wait from now on; zero for a date in the past; nil for what cannot be read.
    static func delay(_ text: String, secondsSince1970 now: Int64) -> Duration? {
        let text = text.filter { !$0.isNewline }
        let words = text.split(separator: " ")
        if words.count == 1, let word = words.first, word.utf8.allSatisfy(isDigit) {
            return .seconds(min(Int64(word) ?? secondsMax, secondsMax))
        }
        return instant(words, now).map { .seconds(min(max($0 - now, 0), secondsMax)) }
    }

    /// Longer than anybody waits, and small enough to calculate with.
    private static let secondsMax: Int64 = 1_000_000_000

    private static func instant(_ words: [Substring], _ now: Int64) -> Int64? {
        switch words.count {
        case 6 where words[5] == "GMT":  // Sun, 06 Nov 1994 08:49:37 GMT
            instant(day: words[1], month: words[2], year: words[3].count == 4 ? Int64(words[3]) : nil, time: words[4])
        case 4 where words[3] == "GMT":  // Sunday, 06-Nov-94 08:49:37 GMT
            twoDigitYear(words[1].split(separator: "-"), time: words[2], now)
        case 5:  // Sun Nov  6 08:49:37 1994
            instant(day: words[2], month: words[1], year: words[4].count == 4 ? Int64(words[4]) : nil, time: words[3])
        default: nil
        }
    }

    /// A year that would be more than fifty years ahead is one of the century before.
    private static func twoDigitYear(_ date: [Substring], time: Substring, _ now: Int64) -> Int64? {
        guard date.count == 3, date[2].count == 2, date[2].utf8.allSatisfy(isDigit), let year = Int64(date[2]) else { return nil }
        guard let near = instant(day: date[0], month: date[1], year: 2000 + year, time: time) else { return nil }
        let fiftyYears: Int64 = 50 * 31_556_952
        return near - now <= fiftyYears ? near : instant(day: date[0], month: date[1], year: 1900 + year, time: time)
    }

    private static func instant(day: Substring, month: Substring, year: Int64?, time: Substring) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false)
        guard let year, let month = months.firstIndex(of: String(month)), let day = Int64(day), (1...31).contains(day),
            clock.count == 3, clock.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hour = Int64(clock[0]), let minute = Int64(clock[1]), let second = Int64(clock[2]),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return days(year, Int64(month + 1), day) * 86400 + hour * 3600 + minute * 60 + second
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Days since 1970-01-01 of a day of the Gregorian calendar: years begin in March, so that the leap day is the last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
