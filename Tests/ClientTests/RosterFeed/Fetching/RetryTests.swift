import Testing

@testable import RosterFeed

@Suite("Retry-After")
struct RetryAfterTests {
    /// 1994-11-06 08:49:37 UTC, the date of RFC 9110's examples.
    static let now: Int64 = 784_111_777

    @Test(
        "Seconds, and dates in the three forms of HTTP, from now on",
        arguments: [
            ("0", 0), ("120", 120), (" 7 ", 7), ("99999999999999999999999", 1_000_000_000),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:50:07 GMT", 30), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
            ("Sunday, 06-Nov-94 08:50:07 GMT", 30), ("Sun Nov  6 08:50:07 1994", 30), ("Mon, 07 Nov 1994 08:49:37 GMT", 86400),
            ("Wed, 01 Mar 1995 00:00:00 GMT", 9_904_223), ("Thu, 29 Feb 1996 00:00:00 GMT", 41_440_223),
            ("Saturday, 01-Jan-00 00:00:00 GMT", 162_573_023),
        ] as [(String, Int64)])
    func readable(text: String, seconds: Int64) {
        #expect(RetryAfter.delay(text, secondsSince1970: Self.now) == .seconds(seconds))
    }

    @Test(
        "What cannot be read says nothing",
        arguments: [
            "", " ", "-1", "1.5", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT", "١٢",
        ])
    func unreadable(text: String) {
        #expect(RetryAfter.delay(text, secondsSince1970: Self.now) == nil)
    }

    @Test("A year of two digits is one of the last or the next fifty years")
    func twoDigits() {
        let in2026: Int64 = 1_790_000_000
        #expect(RetryAfter.delay("Tuesday, 01-Jan-30 00:00:00 GMT", secondsSince1970: in2026) == .seconds(1_893_456_000 - in2026))
        #expect(RetryAfter.delay("Sunday, 06-Nov-94 08:49:37 GMT", secondsSince1970: in2026) == .zero)
    }
}

@Suite("R32: what comes after a try")
struct DocumentTriesTests {
    private let bounds = TransferBounds(
        bytesMax: 10, tooLong: "too long", headerBytesMax: 10, time: .seconds(1), tooSlow: "too slow", connectTime: .seconds(1))

    private func actions(_ outcomes: [TransferOutcome], timeLeft: Duration = .seconds(100)) -> [DocumentTries.Action] {
        var tries = DocumentTries(limits: FetchLimits())
        return outcomes.map { tries.after($0, bounds, timeLeft: timeLeft, secondsSince1970: RetryAfterTests.now) }
    }

    private func answer(_ status: Int, retryAfter: String? = nil) -> TransferOutcome {
        .answered(.init(status: status, body: status == 200 ? [7] : [], retryAfter: retryAfter))
    }

    @Test("R32: what may pass is tried four times, after 1, 2 and 4 seconds")
    func pauses() {
        let lost = TransferOutcome.failed(.lost, bytes: 0)
        #expect(
            actions([lost, answer(500), answer(503), lost]) == [
                .wait(.seconds(1)), .wait(.seconds(2)), .wait(.seconds(4)),
                .fail("the connection was lost (tried 4 times)", isUnavailable: true),
            ])
        #expect(actions([answer(500), answer(200)]) == [.wait(.seconds(1)), .take([7])])
    }

    @Test(
        "R32: 429 and 503 say how long to wait; never shorter than our own pause",
        arguments: [429, 503])
    func asked(status: Int) {
        #expect(
            actions([
                answer(status, retryAfter: "7"), answer(status, retryAfter: "Sun, 06 Nov 1994 08:50:07 GMT"),
                answer(status, retryAfter: "0"),
            ]) == [.wait(.seconds(7)), .wait(.seconds(30)), .wait(.seconds(4))])
        #expect(actions([answer(status), answer(status, retryAfter: "soon")]) == [.wait(.seconds(1)), .wait(.seconds(2))])
    }

    @Test("R32: nobody waits past the end of the feed's time", arguments: [(99, false), (100, true), (101, true)])
    func tooLate(seconds: Int, isRefused: Bool) {
        let action = actions([answer(429, retryAfter: "\(seconds)")]).first
        let refusal = DocumentTries.Action.fail(
            "too many requests (429), asks to wait \(seconds) seconds, but the feed's time is over before", isUnavailable: true)
        #expect(action == (isRefused ? refusal : .wait(.seconds(seconds))))
    }

    @Test("R32: an answer that is clear is not asked for twice", arguments: [301, 302, 307, 308, 400, 401, 403, 404, 410, 204, 206, 100])
    func clear(status: Int) {
        guard case .fail(let problem, isUnavailable: false)? = actions([answer(status, retryAfter: "1")]).first else {
            Issue.record("\(status) is tried again")
            return
        }
        #expect(problem.contains("\(status)"))
    }

    @Test(
        "R32: which failures may pass",
        arguments: [
            (.notFound, true), (.notConnected, true), (.lost, true), (.truncated, true), (.timedOut(isAnswering: false), true),
            (.timedOut(isAnswering: true), false), (.bodyTooLong, false), (.headersTooLong, false), (.notTrusted, false),
            (.authoritiesUnusable, false), (.notHTTP, false), (.other(99), false),
        ] as [(TransferFailure, Bool)])
    func failures(failure: TransferFailure, mayPass: Bool) {
        let action = actions([.failed(failure, bytes: 0)]).first
        #expect((action == .wait(.seconds(1))) == mayPass)
        if case .fail(let problem, _)? = action {
            switch failure {
            case .bodyTooLong: #expect(problem == "too long")
            case .timedOut: #expect(problem == "too slow")
            default: break
            }
        }
        #expect(actions([.failed(.cancelled, bytes: 0)]) == [.cancel])
    }
}

@Suite("R32: what a feed may take")
struct FetchBudgetTests {
    private func budget(_ change: (inout FetchLimits) -> Void) -> FetchBudget {
        var limits = FetchLimits()
        change(&limits)
        return FetchBudget(limits: limits, start: .seconds(5))
    }

    @Test("R32: pages at n-1, n and n+1")
    func pages() throws {
        var budget = budget { $0.pagesMax = 2 }
        try budget.beginPage("a")
        try budget.beginPage("b")
        #expect(throws: FeedError(file: "c", problem: "the feed has more than 2 pages")) { try budget.beginPage("c") }
    }

    @Test("R32: a transfer has what is left of the feed's bytes and time, or the document's own bounds")
    func bounds() throws {
        var budget = budget {
            ($0.documentBytesMax, $0.totalBytesMax) = (10, 25)
            ($0.documentTime, $0.totalTime) = (.seconds(60), .milliseconds(90_500))
        }
        var bounds = try budget.bounds(at: .seconds(5), for: "x")
        #expect((bounds.bytesMax, bounds.time) == (10, .seconds(60)))
        #expect((bounds.tooLong, bounds.tooSlow) == ("the document has more than 10 bytes", "the document took longer than 60 seconds"))
        budget.took(bytes: 20)
        bounds = try budget.bounds(at: .seconds(85), for: "x")
        #expect((bounds.bytesMax, bounds.time) == (5, .milliseconds(10_500)))
        #expect(bounds.tooLong == "the whole feed has more than 25 bytes")
        #expect(bounds.tooSlow == "the whole feed took longer than 90.5 seconds")
    }

    @Test("R32: the feed's time at n-1, n and n+1")
    func time() throws {
        let budget = budget { $0.totalTime = .seconds(10) }
        #expect(try budget.bounds(at: .milliseconds(14_999), for: "x").time == .milliseconds(1))
        let error = FeedError(file: "x", problem: "the whole feed took longer than 10 seconds", isUnavailable: true)
        #expect(throws: error) { try budget.bounds(at: .seconds(15), for: "x") }
        #expect(throws: error) { try budget.bounds(at: .seconds(16), for: "x") }
    }

    @Test("R32: the feed's bytes at n-1, n and n+1", arguments: [(24, 1), (25, 0), (26, nil)] as [(Int, Int?)])
    func bytes(taken: Int, left: Int?) throws {
        var budget = budget { $0.totalBytesMax = 25 }
        budget.took(bytes: taken)
        let bounds = try? budget.bounds(at: .seconds(5), for: "x")
        #expect(bounds?.bytesMax == left)
    }
}
