#if canImport(Glibc)
    internal import Glibc
#endif

/// Instants as log lines have them: RFC 3339 in UTC, to the millisecond. Works a second's digits out once.
struct LogTimestamp {
    private var second = Int.min
    private var digits: [UInt8] = []

    /// Appends the instant it is now.
    mutating func append(to line: inout [UInt8]) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        if time.tv_sec != second { work(out: time.tv_sec) }
        line.append(contentsOf: digits)
        Self.append(Int(time.tv_nsec) / 1_000_000, width: 3, to: &line)
        line.append(UInt8(ascii: "Z"))
    }

    private mutating func work(out second: Int) {
        self.second = second
        var time = second
        var parts = tm()
        gmtime_r(&time, &parts)
        digits.removeAll(keepingCapacity: true)
        let fields: [(Int, Int, StaticString)] = [
            (Int(parts.tm_year) + 1900, 4, "-"), (Int(parts.tm_mon) + 1, 2, "-"), (Int(parts.tm_mday), 2, "T"),
            (Int(parts.tm_hour), 2, ":"),
            (Int(parts.tm_min), 2, ":"), (Int(parts.tm_sec), 2, "."),
        ]
        for (number, width, end) in fields {
            Self.append(number, width: width, to: &digits)
            digits.append(text: end)
        }
    }

    private static func append(_ number: Int, width: Int, to line: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            line.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
