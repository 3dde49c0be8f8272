import Invitations
import Testing

@testable import Mail

@Suite("Time zones")
struct TimeZoneTests {
    struct Question: Encodable {
        var zone: String
        var instants: [Int64]
    }

    struct Local: Decodable, Equatable {
        var offset: Int64
        var name: String
        var text: String
    }

    static let zones = [
        "Europe/London", "Europe/Dublin", "Europe/Paris", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Nuuk",
        "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Australia/Lord_Howe", "Australia/Sydney", "Africa/Casablanca",
        "Africa/Cairo", "Pacific/Apia", "Pacific/Chatham", "Antarctica/Troll", "Etc/GMT+12", "Etc/UTC", "UTC", "GB", "EST5EDT",
    ]

    @Test("Python's zoneinfo agrees on offset, letters and wall time, around every change of clocks and far into the future")
    func agreesWithPython() throws {
        let day: Int64 = 86_400
        var questions: [Question] = []
        var generator = SeededGenerator(seed: 19)
        for zone in Self.zones {
            var instants: [Int64] = [-3_000_000_000, -1, 0, 4_102_444_800, 253_370_764_800]
            // Every 15 days until 2040 by a step that drifts through the hours, then single years up to 2400.
            instants += stride(from: Int64(0), to: 2_240_000_000, by: 15 * 86_400 + 1801)
            instants += (0..<200).map { _ in Int64.random(in: 2_000_000_000...13_600_000_000, using: &generator) }
            questions.append(Question(zone: zone, instants: instants))
        }
        // The last seconds before and the first after each change in London and Lord Howe (half an hour), 2026 and 2090.
        for (zone, change) in [
            ("Europe/London", 1_774_746_000), ("Europe/London", 1_792_890_000), ("Europe/London", 3_794_000_400),
            ("Australia/Lord_Howe", 1_775_314_800), ("Australia/Lord_Howe", 1_791_041_400),
        ] as [(String, Int64)] {
            questions.append(Question(zone: zone, instants: [-day, -3601, -1, 0, 1, 3599, 3600, day].map { change + $0 }))
        }
        let answers = try Python.run(Self.script, questions.map { Pair(zone: $0.zone, instants: $0.instants) }, as: [[Local]].self)
        let database = TimeZoneDatabase()
        for (question, expected) in zip(questions, answers) {
            let rules = try #require(database.zone(question.zone))
            let ours = question.instants.map { seconds in
                let local = rules.localTime(at: seconds)
                let wall = CivilTime(secondsSince1970: seconds + local.secondsEastOfUTC)
                let year = String(repeating: "0", count: max(0, 4 - "\(wall.year)".count)) + "\(wall.year)"
                let date = "\(year)-\(twoDigits(wall.month))-\(twoDigits(wall.day)) \(CivilTime.weekdays[wall.weekday])"
                return Local(
                    offset: local.secondsEastOfUTC, name: local.abbreviation,
                    text: "\(date) \(twoDigits(wall.hour)):\(twoDigits(wall.minute)):\(twoDigits(wall.second))")
            }
            for (index, pair) in zip(ours, expected).enumerated() where pair.0 != pair.1 {
                Issue.record("\(question.zone) at \(question.instants[index]): ours \(pair.0), Python's \(pair.1)")
                break
            }
            #expect(ours.count == expected.count)
        }
    }

    struct Pair: Encodable {
        var zone: String
        var instants: [Int64]
    }

    private static let script = """
        import json, sys
        from datetime import datetime, timedelta, timezone
        from zoneinfo import ZoneInfo
        def local(zone, seconds):
            at = (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)).astimezone(zone)
            return dict(offset=int(at.utcoffset().total_seconds()), name=at.tzname(), text=at.strftime('%Y-%m-%d %A %H:%M:%S'))
        json.dump([[local(ZoneInfo(q['zone']), s) for s in q['instants']] for q in json.load(sys.stdin)], sys.stdout)
        """

    @Test(
        "Names that lead out of the folder, or nowhere, are no zones",
        arguments: [
            "", "/etc/passwd", "../zoneinfo/Europe/London", "Europe/../Europe/London", "Europe/", "Europe", "Nowhere/City", "zone.tab",
            "Europe/London\n",
            String(repeating: "a", count: 65),
        ])
    func unknownNames(name: String) {
        #expect(TimeZoneDatabase().zone(name) == nil)
    }

    @Test("A damaged file is no zone, wherever it is cut or bent")
    func damagedFiles() throws {
        let whole = try #require(readFile("\(TimeZoneDatabase.systemFolder)/Europe/London", byteCountMax: 1 << 17))
        #expect(TimeZoneRules(file: whole) != nil)
        for length in 0..<whole.count { #expect(TimeZoneRules(file: Array(whole.prefix(length))) == nil) }
        // Bent bytes may still make a zone, but never a crash.
        var generator = SeededGenerator(seed: 20)
        for _ in 0..<2000 {
            var bent = whole
            bent[Int.random(in: bent.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            for seconds: Int64 in [.min / 2, -1, 0, 1_800_000_000, .max / 2] { _ = TimeZoneRules(file: bent)?.localTime(at: seconds) }
        }
    }

    @Test("The rule at a file's end is read in all its forms, and nothing else is")
    func footerRules() {
        for good in [
            "GMT0", "<-03>3", "EST5EDT,M3.2.0,M11.1.0", "IST-1GMT0,M10.5.0,M3.5.0/1", "XXX3EDT4,0/0,J365/23",
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        ] {
            #expect(POSIXTimeZone(good.utf8) != nil, "\(good)")
        }
        for bad in [
            "", "GM", "GMT", "GMT0BST", "GMT0BST,M3.5.0/1", "GMT0BST,M13.1.0,M10.5.0", "GMT0BST,M3.0.0,M10.5.0", "GMT0 ", "<+3>-3",
            "GMT999", "A1B0",
        ] {
            #expect(POSIXTimeZone(bad.utf8) == nil, "\(bad)")
        }
        // Summer time all year round.
        let always = POSIXTimeZone("XXX3EDT4,0/0,J365/23".utf8)
        for month in 1...12 {
            let seconds = CivilTime.days(year: 2027, month: month, day: 1) * 86_400
            #expect(always?.localTime(at: seconds).abbreviation == "EDT")
        }
    }
}

@Suite("The deadline in words")
struct DeadlineTextTests {
    func text(_ milliseconds: Int64, _ zone: String) throws -> String {
        try deadlineText(Instant(milliseconds: milliseconds), in: #require(TimeZoneDatabase().zone(zone)))
    }

    @Test("R19: the day and the time are the school's, also across a change of clocks")
    func schoolTime() throws {
        // 2026-10-25T00:59:59Z is the last second of summer time, 2026-10-25T01:00:00Z the first of winter time.
        #expect(try text(1_792_889_999_999, "Europe/London") == "Sunday 25 October 2026 at 01:59 BST")
        #expect(try text(1_792_890_000_000, "Europe/London") == "Sunday 25 October 2026 at 01:00 GMT")
        #expect(try text(1_796_640_127_250, "Europe/London") == "Monday 7 December 2026 at 10:42 GMT")
        #expect(try text(1_796_640_127_250, "Asia/Kathmandu") == "Monday 7 December 2026 at 16:27")
        #expect(try text(1_796_640_127_250, "Pacific/Auckland") == "Monday 7 December 2026 at 23:42 NZDT")
    }

    @Test("R19: a deadline at midnight names the last day on which the link works, and no time")
    func midnight() throws {
        // 2026-12-08T00:00:00Z
        let midnight: Int64 = 1_796_688_000_000
        #expect(try text(midnight, "Europe/London") == "Monday 7 December 2026")
        #expect(try text(midnight + 59_999, "Europe/London") == "Monday 7 December 2026")
        #expect(try text(midnight + 60_000, "Europe/London") == "Tuesday 8 December 2026 at 00:01 GMT")
        #expect(try text(midnight - 1, "Europe/London") == "Monday 7 December 2026 at 23:59 GMT")
        #expect(try text(-1, "Europe/London") == "Thursday 1 January 1970 at 00:59 BST")
    }
}
