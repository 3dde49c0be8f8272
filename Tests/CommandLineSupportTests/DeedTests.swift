import CommandLineSupport
import InvitationAPI
import RPC
import Testing

@Suite("Deeds that somebody might regret")
struct DeedTests {
    /// What was called, in order.
    final class Calls {
        var names: [String] = []
    }

    private func run(_ console: TestConsole, _ calls: Calls, yes: Bool = false, json: Bool = false) async throws -> Int32 {
        try await Confirmation(assumesYes: yes, isJSON: json, console: console.console).run("Do \u{1B}it?") {
            calls.names.append("look")
            return "Ms Ada\n"
        } deed: {
            calls.names.append("deed")
        }
    }

    @Test("Whom it concerns is shown, then asked; only a yes does it", arguments: ["y", "YES"])
    func yes(answer: String) async throws {
        let (console, calls) = (TestConsole(lines: [answer]), Calls())
        #expect(try await run(console, calls) == 0)
        #expect(calls.names == ["look", "deed"])
        #expect(console.output == "Ms Ada\n")
        #expect(console.errors == "Do \\u{1b}it? [y/N] ")
    }

    @Test("Anything else does nothing and ends with 1", arguments: [["n"], [""], ["yep"], []])
    func no(lines: [String]) async throws {
        let (console, calls) = (TestConsole(lines: lines), Calls())
        #expect(try await run(console, calls) == 1)
        #expect(calls.names == ["look"])
        #expect(console.errors.hasSuffix("Nothing was done.\n"))
    }

    @Test("--yes neither looks nor asks, on a terminal or not", arguments: [true, false])
    func assumed(isTerminal: Bool) async throws {
        let (console, calls) = (TestConsole(isTerminal: isTerminal), Calls())
        #expect(try await run(console, calls, yes: true) == 0)
        #expect(calls.names == ["deed"])
        #expect(console.output + console.errors == "")
    }

    @Test("Without a terminal and without --yes nothing is called")
    func noTerminal() async throws {
        let (console, calls) = (TestConsole(isTerminal: false), Calls())
        await #expect(throws: UsageError.self) { try await run(console, calls) }
        #expect(calls.names.isEmpty)
    }

    @Test("JSON leaves standard output to the answer")
    func json() async throws {
        let (console, calls) = (TestConsole(lines: ["y"]), Calls())
        #expect(try await run(console, calls, json: true) == 0)
        #expect(console.output == "")
    }

    @Test("R16: a call that may have been done says how to repeat it, one that was refused does not")
    func repetition() async throws {
        let console = TestConsole()
        let call = RepeatableCall(requestID: nil, options: "--etag 'a b'", console: console.console)
        #expect(try await call.run { $0 } == call.requestID)
        await #expect(throws: RPCError.self) { try await call.run { _ in throw RPCError(.notFound, reason: nil, "no") } }
        await #expect(throws: RPCError.self) {
            try await call.run { _ in throw RPCError(.unavailable, reason: nil, "no", wasNotExecuted: true) }
        }
        #expect(console.errors == "")
        await #expect(throws: RPCError.self) { try await call.run { _ in throw WireReason.connectionLost.error("lost") } }
        #expect(console.errors == "To repeat exactly this call: --etag 'a b' --request-id \(call.requestID)\n")
        #expect(RepeatableCall(requestID: "id", console: console.console).requestID == "id")
    }

    @Test("R37, R8: before and after a deed the contact is shown as it stands")
    func standing() {
        let contact = Contact(id: "c 1", forename: "Ada", relationship: "Mother", notInvitableBecause: .emailBounced)
        #expect(
            contact.standingText == """
                contact         Ada (c 1)
                relationship    Mother
                email address   none
                status          UNSPECIFIED
                can be invited  no: EMAIL_BOUNCED, corrected in the MIS, or if the address works again: \
                invitationctl contact clear-bounce 'c 1'

                """)
        let answer = GetContactResponse(
            contact: contact, pupils: [Pupil(id: "p1", forename: "Zoë")], accountID: "a-1", courtOrderPupilIDs: ["p1"])
        #expect(answer.summary.hasSuffix("children        Zoë (p1)\ncourt order     with respect to p1\naccount         a-1\n"))
        #expect(
            LiftCourtOrderResponse(contact: contact, pupilIDs: ["p1", "p2"]).text.hasPrefix(
                "Court orders were lifted with respect to p1, p2.\ncontact "))
        #expect(LiftCourtOrderResponse().text == "There was no court order to lift.\n")
        #expect(
            LiftCourtOrderResponse(addressFreed: true).text == "Nobody whom the roster does not show stands against the address any more.\n"
        )
    }

    @Test("R41, R42: released mail is counted, a pause is a sentence")
    func sentences() {
        #expect(ReleaseResponse(mails: 1).text == "1 email may go now.\n")
        #expect(ReleaseResponse(mails: 0).text == "0 emails may go now.\n")
        #expect(ReleaseResponse(mails: 2, linksEnded: 1).text == "2 emails may go now. 1 link was ended.\n")
        #expect(ReleaseResponse(mails: 2, linksEnded: 3).text == "2 emails may go now. 3 links were ended.\n")
        #expect(PauseResponse(paused: true).text == "The school's email is paused.")
        #expect(PauseResponse(paused: false).text == "The school's email goes out.")
    }
}
