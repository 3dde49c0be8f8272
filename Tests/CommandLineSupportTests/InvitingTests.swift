import CommandLineSupport
import InvitationAPI
import ProtobufJSON
import RPC
import Testing

@Suite("R14: review, question, deed")
struct InvitingTests {
    /// A service that plans two of three, and remembers what it was asked.
    final class Service {
        var requests: [SendInvitationsRequest] = []
        var failure: RPCError?
        var queued = 2

        func answer(_ request: SendInvitationsRequest) throws -> SendInvitationsResponse {
            requests.append(request)
            if !request.validateOnly, let failure { throw failure }
            let results = (0..<queued).map { number in
                InvitationResult(
                    contactID: "c\(number)", outcome: .queued, fullName: "Ms \u{1B}Ada", email: "ada@x.example",
                    warnings: number == 0 ? [.sharedEmail] : [])
            }
            return SendInvitationsResponse(
                results: results,
                counts: [OutcomeCount(outcome: .queued, contacts: Int32(queued)), OutcomeCount(outcome: .courtOrder, contacts: 1)],
                planToken: request.validateOnly ? "plan" : "")
        }
    }

    private func run(_ options: Inviting.Options, _ console: TestConsole, _ service: Service) async throws -> Int32 {
        let request = SendInvitationsRequest(schoolID: "s", selection: .allNotRegistered(FilteredSelection()))
        return try await Inviting(options, console: console.console).run(request) { try service.answer($0) }
    }

    @Test("A yes sends the plan that was shown, with a fresh id", arguments: ["y", "Y", "yes"])
    func yes(answer: String) async throws {
        let (console, service) = (TestConsole(lines: [answer]), Service())
        #expect(try await run(.init(), console, service) == 0)
        #expect(service.requests.map(\.validateOnly) == [true, false])
        #expect(service.requests[0].requestID == "")
        #expect(service.requests[1].planToken == "plan")
        #expect(service.requests[1].requestID.count == 36)
        #expect(console.errors == "Send 2 invitations? [y/N] ")
        #expect(
            console.output == """
                CONTACT  NAME          EMAIL          OUTCOME  WARNINGS
                c0       Ms \\u{1b}Ada  ada@x.example  QUEUED   SHARED_EMAIL
                c1       Ms \\u{1b}Ada  ada@x.example  QUEUED

                CONTACTS  OUTCOME
                2         QUEUED
                1         COURT_ORDER
                Queued 2 invitations. Request id \(service.requests[1].requestID)

                """)
    }

    @Test("Anything else sends nothing and ends with 1", arguments: [["n"], [""], ["yep"], []])
    func no(lines: [String]) async throws {
        let (console, service) = (TestConsole(lines: lines), Service())
        #expect(try await run(.init(), console, service) == 1)
        #expect(service.requests.count == 1)
        #expect(console.errors.hasSuffix("Nothing was sent.\n"))
    }

    @Test("Without a terminal nothing is called unless a flag says what to do")
    func noTerminal() async throws {
        let (console, service) = (TestConsole(isTerminal: false), Service())
        await #expect(throws: UsageError.self) { try await run(.init(), console, service) }
        #expect(service.requests.isEmpty)
        #expect(try await run(.init(assumesYes: true), console, service) == 0)
        #expect(service.requests.count == 2)
        #expect(try await run(.init(isDryRun: true), console, service) == 0)
        #expect(service.requests.count == 3)
    }

    @Test("JSON is one document: the review of a dry run, the answer of a deed", arguments: [true, false])
    func json(isDryRun: Bool) async throws {
        let (console, service) = (TestConsole(isTerminal: false), Service())
        #expect(try await run(.init(isDryRun: isDryRun, assumesYes: !isDryRun, isJSON: true), console, service) == 0)
        let document = try JSONValue(parsing: Array(console.output.utf8))
        #expect(document["planToken"] == (isDryRun ? .string("plan") : nil))
        #expect(console.errors == "")
        guard case .array(let results)? = document["results"] else {
            Issue.record("no results")
            return
        }
        #expect(results.count == 2)
    }

    @Test("With nobody to invite nothing is asked or sent")
    func nobody() async throws {
        let (console, service) = (TestConsole(), Service())
        service.queued = 0
        #expect(try await run(.init(), console, service) == 0)
        #expect(service.requests.count == 1)
        #expect(console.errors == "There is nobody to invite.\n")
    }

    @Test("R16: a send that failed says how to repeat exactly it, and a repetition needs no review")
    func repetition() async throws {
        let (console, service) = (TestConsole(), Service())
        service.failure = WireReason.connectionLost.error("lost")
        await #expect(throws: RPCError.self) { try await run(.init(assumesYes: true), console, service) }
        let id = service.requests[1].requestID
        #expect(console.errors == "To repeat exactly this call: --request-id \(id) --plan-token plan\n")
        service.failure = nil
        #expect(try await run(.init(requestID: id, planToken: "plan"), console, service) == 0)
        #expect(service.requests[2] == service.requests[1])
        #expect(service.requests.count == 3)
    }

    @Test("R42: who was invited only just now is told until when to wait; without one the column is not there")
    func tooSoon() {
        let answer = ReinviteResponse(
            results: [
                InvitationResult(
                    contactID: "c1", outcome: .tooSoon, fullName: "Ms Ada", email: "a@x", retryAt: Timestamp(seconds: 1_788_251_400)),
                InvitationResult(contactID: "c2", outcome: .queued, fullName: "Mr Bo", email: "b@x", warnings: [.declined]),
            ])
        #expect(
            answer.text(width: nil) == """
                CONTACT  NAME    EMAIL  OUTCOME   NOT BEFORE            WARNINGS
                c1       Ms Ada  a@x    TOO_SOON  2026-09-01T08:30:00Z
                c2       Mr Bo   b@x    QUEUED                          DECLINED

                CONTACTS  OUTCOME

                """)
    }
}
