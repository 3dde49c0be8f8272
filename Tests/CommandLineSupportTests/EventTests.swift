import CommandLineSupport
import InvitationAPI
import RPC
import Synchronization
import Testing

@Suite("R38: a school's events, to follow and resume")
struct EventTests {
    /// A school whose history grows while somebody waits, and a daemon that is away now and then.
    final class Service: Sendable {
        private struct State {
            var events: [ContactEvent]
            var first: Int64
            var failures: [RPCError?]
            var asked: [Int64] = []
            var waits: [Duration] = []
        }
        private let state: Mutex<State>
        /// What happens during each wait; the task is cancelled in the last.
        private let during: [Int64?]

        init(_ sequences: ClosedRange<Int64>? = nil, first: Int64 = 1, during: [Int64?] = [], failures: [RPCError?] = []) {
            state = Mutex(State(events: (sequences.map(Array.init) ?? []).map(Self.event), first: first, failures: failures))
            self.during = during
        }

        static func event(_ sequence: Int64) -> ContactEvent {
            ContactEvent(sequence: sequence, kind: "INVITED", contactID: "c\(sequence)")
        }

        var asked: [Int64] { state.withLock { $0.asked } }
        var waits: [Duration] { state.withLock { $0.waits } }

        /// Two a page.
        func answer(_ request: ListSchoolEventsRequest) throws -> ListSchoolEventsResponse {
            try state.withLock { state in
                state.asked.append(request.afterSequence)
                if !state.failures.isEmpty, let failure = state.failures.removeFirst() { throw failure }
                let page = state.events.filter { $0.sequence > request.afterSequence && $0.sequence >= state.first }.prefix(2)
                return ListSchoolEventsResponse(
                    events: Array(page), lastSequence: page.last?.sequence ?? request.afterSequence, firstSequence: state.first)
            }
        }

        func wait(_ duration: Duration) async throws {
            let count = state.withLock { state in
                state.waits.append(duration)
                return state.waits.count
            }
            guard count <= during.count else {
                withUnsafeCurrentTask { $0?.cancel() }
                throw CancellationError()
            }
            if let sequence = during[count - 1] { state.withLock { $0.events.append(Self.event(sequence)) } }
        }
    }

    private func run(_ options: EventFollowing.Options, _ service: Service, _ console: Console) async throws -> Int32 {
        // A task of its own, for it may be cancelled.
        try await Task {
            try await EventFollowing(options, console: console, sleep: service.wait).run(school: "s") { try service.answer($0) }
        }.value
    }

    private func sequences(_ console: TestConsole) -> [Int64] {
        console.output.split(separator: "\n").compactMap { Int64($0.prefix { $0 != " " }) }
    }

    @Test("A line has sequence, time, kind, contact, actor and detail; what is not known is a dash, what is hostile is shown")
    func line() {
        let event = ContactEvent(
            sequence: 41, at: Timestamp(seconds: 1_788_251_400, nanos: 250_000_000), kind: "REDEEMED", contactID: "c1", accountID: "a-1",
            actor: "parent", detail: "x\ny")
        #expect(
            event.line
                == "41        2026-09-01T08:30:00.250Z  REDEEMED              c1              parent            x\\u{a}y, account a-1\n")
        #expect(ContactEvent(sequence: 1, kind: "ROSTER_IMPORTED").line.split(separator: " ").count == 6)
    }

    @Test("Without following, everything after a number is written, page after page, and then it ends")
    func toTheEnd() async throws {
        let (service, console) = (Service(1...5), TestConsole())
        #expect(try await run(.init(after: 1), service, console.console) == 0)
        #expect(sequences(console) == [2, 3, 4, 5])
        #expect(service.asked == [1, 3, 5])
        #expect(service.waits.isEmpty)
        #expect(console.errors == "")
    }

    @Test("JSON Lines: an object a line")
    func jsonLines() async throws {
        let (service, console) = (Service(1...2), TestConsole())
        #expect(try await run(.init(isJSON: true), service, console.console) == 0)
        #expect(
            console.output == """
                {"sequence":"1","kind":"INVITED","contactId":"c1"}
                {"sequence":"2","kind":"INVITED","contactId":"c2"}

                """)
    }

    @Test("Following waits its interval for more, and when it is ended says where to go on")
    func following() async throws {
        let (service, console) = (Service(1...2, during: [3, nil, 4]), TestConsole())
        #expect(try await run(.init(isFollowing: true, interval: .seconds(7)), service, console.console) == 0)
        #expect(sequences(console) == [1, 2, 3, 4])
        #expect(service.waits == Array(repeating: .seconds(7), count: 4))
        #expect(console.errors == "Go on with --after 4.\n")
    }

    @Test("A daemon that is away is asked again after longer and longer waits, from where it was left, and said once")
    func outage() async throws {
        let away = RPCError(.unavailable, reason: "NOT_CONNECTED", "away")
        let slow = RPCError(.deadlineExceeded, reason: "DEADLINE_EXCEEDED", "slow")
        let service = Service(1...3, during: [nil, nil, nil], failures: [nil, away, slow, away])
        let console = TestConsole()
        #expect(try await run(.init(isFollowing: true), service, console.console) == 0)
        #expect(sequences(console) == [1, 2, 3])
        #expect(service.asked == [0, 2, 2, 2, 2, 3])
        #expect(service.waits == [.seconds(2), .seconds(4), .seconds(8), .seconds(2)])
        #expect(
            console.errors == """
                UNAVAILABLE / NOT_CONNECTED: trying again until the daemon answers.
                The daemon answers again.
                Go on with --after 3.

                """)
    }

    @Test("No wait grows beyond a minute")
    func longOutage() async throws {
        let away = RPCError(.unavailable, reason: nil, "away")
        let service = Service(during: Array(repeating: nil, count: 40), failures: Array(repeating: away, count: 41))
        #expect(try await run(.init(isFollowing: true), service, TestConsole().console) == 0)
        #expect(service.waits.max() == .seconds(60))
    }

    @Test(
        "What waiting does not mend ends it, and without following so does a daemon that is away",
        arguments: [
            (RPCError(.permissionDenied, reason: "ROLE_NOT_PERMITTED", "no"), true),
            (RPCError(.unavailable, reason: "SERVER_NOT_TRUSTED", "no"), true), (RPCError(.unavailable, reason: nil, "away"), false),
        ])
    func failures(error: RPCError, isFollowing: Bool) async throws {
        let service = Service(1...1, failures: [error])
        await #expect(throws: error) { try await run(.init(isFollowing: isFollowing), service, TestConsole().console) }
    }

    @Test("R39: events that are no longer kept are said to be missing, once")
    func forgotten() async throws {
        let (service, console) = (Service(1...6, first: 5, during: [nil]), TestConsole())
        #expect(try await run(.init(after: 2, isFollowing: true), service, console.console) == 0)
        #expect(sequences(console) == [5, 6])
        #expect(console.errors == "Events 3 to 4 are no longer kept, and are missing here.\nGo on with --after 6.\n")
        let (later, quiet) = (Service(1...6, first: 5), TestConsole())
        #expect(try await run(.init(after: 4), later, quiet.console) == 0)
        #expect(quiet.errors == "")
    }

    @Test("R39: where everything was forgotten, it goes on after that; extreme numbers harm nothing")
    func allForgotten() async throws {
        let (service, console) = (Service(first: 9), TestConsole())
        #expect(try await run(.init(), service, console.console) == 0)
        #expect(service.asked == [0, 8])
        #expect(console.errors == "Events 1 to 8 are no longer kept, and are missing here.\n")
        #expect(try await run(.init(after: .max), Service(first: .min), TestConsole().console) == 0)
        #expect(try await run(.init(after: .min), Service(first: .max), TestConsole().console) == 0)
    }

    @Test("A service that repeats itself writes no event twice and holds nobody for ever")
    func repetition() async throws {
        let console = TestConsole()
        let status = try await EventFollowing(.init(), console: console.console).run(school: "s") { _ in
            ListSchoolEventsResponse(events: [Service.event(1), Service.event(1)], lastSequence: 1, firstSequence: 1)
        }
        #expect(status == 0)
        #expect(sequences(console) == [1])
    }

    @Test("When nobody reads any more it ends, without another call")
    func readerGone() async throws {
        let (service, test) = (Service(1...3), TestConsole())
        var console = test.console
        console.isReaderGone = { !test.output.isEmpty }
        #expect(try await run(.init(isFollowing: true), service, console) == 0)
        #expect(service.asked == [0])
        #expect(test.errors == "")
    }

    @Test("R38: a contact's history is the newest first, and says when there is more")
    func history() {
        let list = ListContactEventsResponse(
            events: [ContactEvent(sequence: 9, at: Timestamp(seconds: 1_788_251_400), kind: "REVOKED", actor: "office", detail: "LEFT")],
            nextPageToken: "t")
        #expect(
            list.text(width: nil) == """
                SEQUENCE  TIME                  KIND     ACTOR   DETAIL
                9         2026-09-01T08:30:00Z  REVOKED  office  LEFT

                There are earlier ones: --all shows every one that is kept.

                """)
    }
}
