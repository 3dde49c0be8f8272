import InvitationAPI
import InvitationStore
import Invitations
import NIOCore
import RPC
import Testing

@testable import InvitationServer

/// The table's third side: which schools a caller may speak of, asked of every handler.
@Suite struct SchoolAccessTests {
    /// Certificate's schools, token's schools (`-`: no token), and of which of A1, A2, A3 the caller may speak.
    static let table = """
        A1,A2  -      A1,A2
        A1,A2  A1,A3  A1
        A1,A2  *      A1,A2
        A1,A2  A3     -
        *      A1,A3  A1,A3
        *      *      A1,A2,A3
        *      -      A1,A2,A3
        A3     -      A3
        """

    /// A handler behind the school a request names; it ends where the store is reached.
    struct Method {
        var role: Role
        var call: (_ school: String, _ context: ServerContext) async throws -> Void
    }

    static let id = "0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e"

    /// Every method whose request names a school.
    static func methods() -> [String: Method] {
        let contacts = InvitationHandlers(store: ClosedStore(), environment: .empty(), departures: MailDepartures())
        let schools = SchoolHandlers(
            store: ClosedStore(), environment: .empty(), departures: MailDepartures(), clearLeftover: { _ in },
            writeLetter: { _ throws(InvitationError) in throw InvitationError(.letterUnavailable, "") })
        let outbox = OutboxHandlers(store: ClosedStore(), environment: .empty())
        return [
            "ListContacts": Method(role: .portal) { school, context in
                var response = ByteBuffer()
                _ = try contacts.listContacts(ListContactsRequest(schoolID: school), context: context, response: &response)
            },
            "SendInvitations": Method(role: .portal) { school, context in
                _ = try await contacts.sendInvitations(
                    SendInvitationsRequest(schoolID: school, selection: .contacts(ContactIds(contactIDs: ["c"])), requestID: id),
                    context: context)
            },
            "Reinvite": Method(role: .portal) { school, context in
                _ = try await contacts.reinvite(
                    ReinviteRequest(schoolID: school, selection: .contacts(ContactIds(contactIDs: ["c"])), requestID: id),
                    context: context)
            },
            "GetContact": Method(role: .portal) {
                _ = try await contacts.getContact(GetContactRequest(schoolID: $0, contactID: "c"), context: $1)
            },
            "RevokeAccess": Method(role: .portal) {
                _ = try await contacts.revokeAccess(RevokeAccessRequest(schoolID: $0, contactID: "c", requestID: id), context: $1)
            },
            "ListContactEvents": Method(role: .portal) {
                _ = try await contacts.listContactEvents(ListContactEventsRequest(schoolID: $0, contactID: "c"), context: $1)
            },
            "ListSchoolEvents": Method(role: .portal) {
                _ = try await contacts.listSchoolEvents(ListSchoolEventsRequest(schoolID: $0), context: $1)
            },
            "GetPolicy": Method(role: .portal) { _ = try await schools.getPolicy(GetPolicyRequest(schoolID: $0), context: $1) },
            "GetPolicy by the operator": Method(role: .operator) {
                _ = try await schools.getPolicy(GetPolicyRequest(schoolID: $0), context: $1)
            },
            "SetPolicy": Method(role: .portal) {
                _ = try await schools.setPolicy(
                    SetPolicyRequest(schoolID: $0, policy: PolicyMappingTests.message, etag: "\"1\"", requestID: id), context: $1)
            },
            "Pause": Method(role: .portal) { _ = try await schools.pause(PauseRequest(schoolID: $0, requestID: id), context: $1) },
            "PreviewEmail": Method(role: .portal) {
                _ = try await schools.previewEmail(PreviewEmailRequest(schoolID: $0, contactID: "c"), context: $1)
            },
            "ClearBounce": Method(role: .portal) {
                _ = try await schools.clearBounce(ClearBounceRequest(schoolID: $0, contactID: "c"), context: $1)
            },
            "LiftCourtOrder": Method(role: .portal) {
                _ = try await schools.liftCourtOrder(LiftCourtOrderRequest(schoolID: $0, contactID: "c", reason: "OVER"), context: $1)
            },
            "EraseContact": Method(role: .portal) {
                _ = try await schools.eraseContact(EraseContactRequest(schoolID: $0, contactID: "c"), context: $1)
            },
            "Release": Method(role: .operator) { _ = try await outbox.release(ReleaseRequest(schoolID: $0), context: $1) },
            "ListMail": Method(role: .operator) { _ = try await outbox.listMail(ListMailRequest(schoolID: $0), context: $1) },
            "GetMail": Method(role: .operator) {
                _ = try await outbox.getMail(GetMailRequest(schoolID: $0, contactID: "c"), context: $1)
            },
            "Retry": Method(role: .operator) { _ = try await outbox.retry(RetryRequest(schoolID: $0), context: $1) },
            "Hold": Method(role: .operator) { _ = try await outbox.hold(HoldRequest(schoolID: $0), context: $1) },
            "ImportRoster": Method(role: .roster) { school, context in
                let record = ImportRosterRequest(record: .school(InvitationAPI.RosterSchool(schoolID: school, name: "School")))
                _ = try RosterRecord(record, try context.caller())
                throw StoreError.unavailable
            },
        ]
    }

    /// Methods that find the school by a link, an account or a return path; the use case is handed the scope.
    static let withoutSchool: Set = ["Redeem", "Decline", "CheckAccess", "ReportBounce"]

    @Test("R4: every method that names a school times every scope: one's own is reached, another's answers as an unknown one")
    func everyMethodTimesEveryScope() async throws {
        let methods = Self.methods()
        let contract = Set(try AccessMatrixTests.contract().filter { $0.service.hasPrefix("invitation.") }.map(\.method))
        #expect(Set(methods.keys.map { $0.split(separator: " ").first.map(String.init) ?? "" }).union(Self.withoutSchool) == contract)
        let issuer = try Issuer()
        for line in Self.table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let map = try RoleMap(
                parsing: "URI:portal portal p \(words[0])\nURI:roster roster r \(words[0])\nURI:operator operator o \(words[0])")
            let access = AccessTable(
                AccessRules(roleMap: map, administrators: words[1] == "-" ? nil : try issuer.administrators),
                clock: SetClock(seconds: 1_800_000_000).clock, loopCount: 1)
            let schools = words[1].split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
            let bearer = words[1] == "-" ? [] : [issuer.token(["schools": "[\(schools)]"])]
            for (name, method) in methods where method.role == .portal || words[1] == "-" {
                let descriptor = try #require(
                    try AccessMatrixTests.contract().first { $0.method == name.split(separator: " ")[0] })
                for school in ["A1", "A2", "A3"] {
                    var context = ServerContext.call(descriptor, .named("URI:\(method.role.rawValue)"), bearer: bearer)
                    context.admitted = try access.admit(context)
                    let isAllowed = words[2].split(separator: ",").contains { $0 == school }
                    var reason = ""
                    do { try await method.call(school, context) } catch { reason = RPCError.telling(error)?.reason ?? "\(error)" }
                    #expect(reason == (isAllowed ? "STORE_UNAVAILABLE" : "SCHOOL_NOT_FOUND"), "\(name) of \(school), \(line)")
                }
            }
        }
    }

    @Test("A handler that nobody was admitted to lets nobody in")
    func withoutAdmission() async throws {
        for (name, method) in Self.methods() {
            let descriptor = MethodDescriptor(service: "any", method: name, kind: .unary)
            await #expect { try await method.call("A1", .call(descriptor, .named("URI:portal"))) } throws: {
                ($0 as? RPCError)?.reason == "CERTIFICATE_UNKNOWN"
            }
        }
    }

    @Test("A school's id compares byte by byte: a composed letter is not a decomposed one")
    func canonicalEquivalents() throws {
        let (composed, decomposed) = ("\u{E9}cole", "e\u{301}cole")
        #expect(composed == decomposed, "what Swift thinks")
        let scope = SchoolScope.only([SchoolID(unchecked: composed)])
        #expect(scope.contains(SchoolID(unchecked: composed)))
        #expect(!scope.contains(SchoolID(unchecked: decomposed)))
    }
}
