import CommandLineSupport
import InvitationAPI
import ProtobufJSON
import RPC
import Testing

@Suite("A school and its policy")
struct SchoolTests {
    /// A school that keeps a policy behind an etag.
    final class Service {
        var policy = SchoolPolicy(
            validityDays: 14, requiresParentalResponsibility: true, reinviteCooldownMinutes: 10, dailyCap: 20_000,
            removalGuardPercent: 20, liftGuardPercent: 5, leaverRetentionDays: 365, eventRetentionDays: 1095)
        var etag = "e1"
        var requests: [SetPolicyRequest] = []
        var failure: RPCError?

        func read(_ request: GetPolicyRequest) -> GetPolicyResponse {
            GetPolicyResponse(
                school: School(
                    id: request.schoolID, name: "St \u{1B}Mary", misLinked: true, timeZone: "Europe/London", paused: true,
                    obstacle: "SCHOOL_PAUSED", pupils: 40, contacts: 61, imports: 3, invitedWithinDay: 12),
                policy: policy, etag: etag)
        }

        func set(_ request: SetPolicyRequest) throws -> SetPolicyResponse {
            requests.append(request)
            if let failure { throw failure }
            guard request.etag == etag else { throw RPCError(.aborted, reason: "POLICY_CHANGED", "Read it again.") }
            policy = request.policy ?? SchoolPolicy()
            etag += "'"
            return SetPolicyResponse(policy: policy, etag: etag)
        }
    }

    private func run(
        _ service: Service, _ console: TestConsole, etag: String? = nil, requestID: String? = nil, json: Bool = false,
        _ change: (inout PolicyChange) -> Void = { _ in }
    ) async throws -> Int32 {
        var wanted = PolicyChange()
        change(&wanted)
        let setting = try PolicySetting(wanted, etag: etag, requestID: requestID, isJSON: json, console: console.console)
        return try await setting.run(school: "s", read: { service.read($0) }, set: { try service.set($0) })
    }

    @Test("R41: a restored school says what its links and email wait for")
    func restored() {
        let text = GetPolicyResponse(school: School(id: "s", restored: true)).text(width: nil)
        #expect(text.contains("restored      from a backup; links and email wait for invitationctl outbox release\n"))
        #expect(!GetPolicyResponse(school: School(id: "s")).text(width: nil).contains("restored"))
    }

    @Test("The school is shown with what stands against inviting, and its policy with the options that change it")
    func show() {
        #expect(
            Service().read(GetPolicyRequest(schoolID: "s")).text(width: nil) == """
                school        St \\u{1b}Mary (s)
                time zone     Europe/London
                MIS           linked
                roster        40 pupils, 61 contacts; imports that changed it: 3
                court orders  the feed never spoke of them
                email         paused
                inviting      impossible at present: SCHOOL_PAUSED, its email is paused; invitationctl school resume lets it go on
                invited       12 of 20000 within 24 hours

                """ + policyTable)
    }

    private let policyTable = """

        POLICY                                       VALUE  OPTION
        days a link works                            14     --validity-days
        parental responsibility is required          yes    --require-parental-responsibility
        a feed without court orders is acknowledged  no     --acknowledge-missing-court-orders
        minutes before inviting again                10     --cooldown-minutes
        invitations within 24 hours                  20000  --daily-cap
        % of contacts an import may remove           20     --removal-guard-percent
        % of court orders an import may lift         5      --lift-guard-percent
        days leavers are kept                        365    --leaver-retention-days
        days the history is kept                     1095   --event-retention-days

        Etag e1

        """

    @Test("Without changes the policy is shown and nothing is set")
    func noChange() async throws {
        let (service, console) = (Service(), TestConsole())
        #expect(try await run(service, console) == 0)
        #expect(console.output == String(policyTable.dropFirst()))
        #expect(service.requests.isEmpty)
    }

    @Test("A change keeps what it does not name, is set with the etag that was read, and says what is otherwise")
    func change() async throws {
        let (service, console) = (Service(), TestConsole())
        let before = service.policy
        #expect(
            try await run(service, console) {
                $0.validityDays = 21
                $0.requiresParentalResponsibility = false
                $0.dailyCap = 20_000
            } == 0)
        var after = before
        after.validityDays = 21
        after.requiresParentalResponsibility = false
        #expect(service.requests.map(\.policy) == [after])
        #expect(service.requests[0].etag == "e1")
        #expect(
            console.output == """
                days a link works: 21, was 14
                parental responsibility is required: no, was yes
                Etag e1'. Request id \(service.requests[0].requestID)

                """)
    }

    @Test("Every number and every yes of the policy can be changed, each by itself")
    func everyField() {
        let old = Service().policy
        let numbers: [WritableKeyPath<PolicyChange, Int32?>] = [
            \.validityDays, \.reinviteCooldownMinutes, \.dailyCap, \.removalGuardPercent, \.liftGuardPercent, \.leaverRetentionDays,
            \.eventRetentionDays,
        ]
        for number in numbers {
            var change = PolicyChange()
            change[keyPath: number] = 7
            #expect(change.applied(to: old).differences(from: old).split(separator: "\n").count == 1)
        }
        let answers: [WritableKeyPath<PolicyChange, Bool?>] = [
            \.requiresParentalResponsibility, \.acknowledgesMissingCourtOrderData,
        ]
        for answer in answers {
            for value in [true, false] {
                var change = PolicyChange()
                change[keyPath: answer] = value
                let changed = change.applied(to: old)
                #expect(change.applied(to: changed) == changed)
                #expect(!change.isEmpty)
            }
        }
        #expect(PolicyChange().applied(to: old) == old)
    }

    @Test("R16: the same call again, by its etag and id, asks for exactly the same")
    func repetition() async throws {
        let (service, console) = (Service(), TestConsole())
        service.failure = WireReason.connectionLost.error("lost")
        await #expect(throws: RPCError.self) { try await run(service, console) { $0.dailyCap = 5 } }
        let first = service.requests[0]
        #expect(console.errors == "To repeat exactly this call: --etag e1 --request-id \(first.requestID)\n")
        // It was done all the same; the service would give the first answer.
        service.failure = nil
        service.policy = first.policy ?? SchoolPolicy()
        #expect(try await run(service, console, etag: "e1", requestID: first.requestID) { $0.dailyCap = 5 } == 0)
        #expect(service.requests[1] == first)
    }

    @Test("A policy that somebody changed meanwhile is left as it is, and said so plainly")
    func changedMeanwhile() async throws {
        let (service, console) = (Service(), TestConsole())
        let error = await #expect(throws: RPCError.self) { try await run(service, console, etag: "old") { $0.dailyCap = 5 } }
        #expect(error?.reason == "POLICY_CHANGED")
        #expect(service.policy.dailyCap == 20_000)
        #expect(
            console.errors == "Nothing was changed: somebody else changed the policy first. Look at it, and say again what you want.\n")
        #expect(console.output == "")
        let json = TestConsole()
        await #expect(throws: RPCError.self) { try await run(service, json, etag: "old", json: true) { $0.dailyCap = 5 } }
        #expect(json.errors == "")
    }

    @Test("An etag without a change, and an id without its etag, are no command")
    func usage() async throws {
        await #expect(throws: UsageError.self) { try await run(Service(), TestConsole(), etag: "e1") }
        await #expect(throws: UsageError.self) { try await run(Service(), TestConsole(), requestID: "id") { $0.dailyCap = 5 } }
    }

    @Test("An answer without a policy is not taken for one of zeros")
    func noPolicy() async throws {
        let setting = try PolicySetting(
            {
                var change = PolicyChange(); change.dailyCap = 5; return change
            }(), console: TestConsole().console)
        let error = await #expect(throws: RPCError.self) {
            try await setting.run(school: "s", read: { _ in GetPolicyResponse() }, set: { _ in SetPolicyResponse() })
        }
        #expect(error?.reason == "MALFORMED_RESPONSE")
    }

    @Test("JSON is one document: the answer of the last call", arguments: [true, false])
    func json(isChange: Bool) async throws {
        let (service, console) = (Service(), TestConsole())
        #expect(try await run(service, console, json: true) { if isChange { $0.validityDays = 21 } } == 0)
        let document = try JSONValue(parsing: Array(console.output.utf8))
        #expect(document["policy"]?["validityDays"] == .number(isChange ? 21 : 14))
        #expect((document["school"] == nil) == isChange)
        #expect(console.errors == "")
    }
}
