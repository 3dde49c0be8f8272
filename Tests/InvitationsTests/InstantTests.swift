import Invitations
import Testing

@Suite("Instants as text")
struct InstantTests {
    @Test(
        "an instant is written as RFC 3339 in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.001Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_709_164_799_999, "2024-02-28T23:59:59.999Z"), (1_709_164_800_000, "2024-02-29T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (253_402_300_799_000, "9999-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func rfc3339(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(
        "R20: a deadline is the first whole minute at or after an instant",
        arguments: [
            (0, 0), (1, 60_000), (59_999, 60_000), (60_000, 60_000), (60_001, 120_000), (-1, 0), (-60_000, -60_000), (-60_001, -60_000),
        ]
            as [(Int64, Int64)])
    func roundedUpToMinute(milliseconds: Int64, expected: Int64) {
        #expect(Instant(milliseconds: milliseconds).roundedUpToMinute.milliseconds == expected)
    }

    @Test("every day of 400 years follows the one before it in the calendar")
    func calendar() {
        var expected: (year: Int64, month: Int64, day: Int64) = (1900, 1, 1)
        for days in Int64(-25_567)..<(-25_567 + 146_097) {
            let date = Instant.civil(fromDays: days)
            guard date == expected else {
                Issue.record("day \(days) is \(date), not \(expected)")
                return
            }
            let isLeap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
            let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            expected.day += 1
            if expected.day > lengths[Int(expected.month) - 1] { (expected.day, expected.month) = (1, expected.month + 1) }
            if expected.month > 12 { (expected.month, expected.year) = (1, expected.year + 1) }
        }
    }
}
