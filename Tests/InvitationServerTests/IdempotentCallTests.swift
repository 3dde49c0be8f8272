import InvitationAPI
import InvitationStore
import Invitations
import ProtobufRuntime
import RPC
import Synchronization
import Testing

@testable import InvitationServer

/// R16: what a repeated call must have alike, as the handlers make it.
@Suite("What makes two calls the same call")
struct IdempotentCallTests {
    private let digested = Digested()
    private let contacts: InvitationHandlers
    private let school: SchoolHandlers

    init() {
        let environment = UseCaseEnvironment.empty(digest: digested.digest)
        contacts = InvitationHandlers(store: ClosedStore(), environment: environment, departures: MailDepartures())
        school = SchoolHandlers(
            store: ClosedStore(), environment: environment, departures: MailDepartures(),
            clearLeftover: { _ in }, writeLetter: { _ throws(InvitationError) in throw InvitationError(.letterUnavailable, "") })
    }

    private static func context(_ method: MethodDescriptor) -> ServerContext {
        .call(method, .named(), admitted: Caller(role: .portal, principal: "portal", schools: .all))
    }

    /// The digests of the bodies of several requests of one method.
    private func bodies<Request>(_ requests: [Request], _ call: (Request) async throws -> Void) async -> [[UInt8]] {
        var bodies: [[UInt8]] = []
        for request in requests {
            // The store behind is closed: the call ends where it would write.
            await #expect(throws: RPCError.self) { try await call(request) }
            bodies.append(digested.take())
        }
        return bodies
    }

    /// The first two are one call with two ids; each of the others differs from it in one field.
    private func expectOneCall(_ bodies: [[UInt8]], ids: [String], _ comment: Comment) {
        #expect(bodies[0] == bodies[1], comment)
        #expect(Set(bodies).count == bodies.count - 1, comment)
        for body in bodies {
            #expect(!body.isEmpty, comment)
            for id in ids { #expect(!String(decoding: body, as: UTF8.self).contains(id), comment) }
        }
    }

    private let ids = ["0b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e", "1b5c8d1e-6f4a-4c2b-9d3e-7a1f2b3c4d5e"]

    /// A request twice, with each of the ids, and once for every change.
    private func variants<Request>(
        _ request: Request, id: WritableKeyPath<Request, String>, _ changes: [(inout Request) -> Void]
    ) -> [Request] {
        var first = request
        var second = request
        first[keyPath: id] = ids[0]
        second[keyPath: id] = ids[1]
        return [first, second]
            + changes.map { change in
                var changed = first
                change(&changed)
                return changed
            }
    }

    @Test("R16: a policy sent again with another id is the same body; with any other field changed it is another one")
    func setPolicy() async {
        let requests = variants(
            SetPolicyRequest(schoolID: "A1", policy: PolicyMappingTests.message, etag: "\"1\""), id: \.requestID,
            [
                { $0.schoolID = "A2" }, { $0.etag = "\"2\"" }, { $0.policy?.validityDays = 2 },
                { $0.policy?.requiresParentalResponsibility.toggle() }, { $0.policy?.acknowledgesMissingCourtOrderData.toggle() },
                { $0.policy?.reinviteCooldownMinutes = 2 }, { $0.policy?.dailyCap = 2 }, { $0.policy?.removalGuardPercent = 2 },
                { $0.policy?.liftGuardPercent = 2 }, { $0.policy?.leaverRetentionDays = 2 }, { $0.policy?.eventRetentionDays = 2 },
            ])
        let bodies = await bodies(requests) { _ = try await school.setPolicy($0, context: Self.context(SchoolServiceMethods.setPolicy)) }
        expectOneCall(bodies, ids: ids, "SetPolicy")
    }

    @Test("R16: so is a pause")
    func pause() async {
        let requests = variants(
            PauseRequest(schoolID: "A1", paused: true), id: \.requestID, [{ $0.schoolID = "A2" }, { $0.paused = false }])
        let bodies = await bodies(requests) { _ = try await school.pause($0, context: Self.context(SchoolServiceMethods.pause)) }
        expectOneCall(bodies, ids: ids, "Pause")
    }

    @Test("R16: so is taking a contact's access away")
    func revoke() async {
        let requests = variants(
            RevokeAccessRequest(schoolID: "A1", contactID: "C1", reason: "LEFT"), id: \.requestID,
            [{ $0.schoolID = "A2" }, { $0.contactID = "C2" }, { $0.reason = "MOVED" }, { $0.reason = "" }])
        let bodies = await bodies(requests) {
            _ = try await contacts.revokeAccess($0, context: Self.context(InvitationServiceMethods.revokeAccess))
        }
        expectOneCall(bodies, ids: ids, "RevokeAccess")
    }

    @Test("R16: the call carries the caller's id and name, and the digest of the canonical encoding")
    func parts() throws {
        let environment = UseCaseEnvironment.empty(digest: { $0 + [0xff] })
        let body = PauseRequest(schoolID: "A1", paused: true)
        let caller = Caller(role: .portal, principal: "portal-1", schools: .all)
        let call = try IdempotentCall(body, id: ids[0], by: caller, environment)
        #expect(call.requestID == ids[0])
        #expect(call.actor.principal == "portal-1")
        #expect(call.bodyDigest == (try body.encodedBytes()) + [0xff])
    }
}

/// What was handed in to be digested; the digest is the bytes themselves.
private final class Digested: Sendable {
    private let last = Mutex<[UInt8]>([])
    @Sendable func digest(_ bytes: [UInt8]) -> [UInt8] {
        last.withLock { $0 = bytes }
        return bytes
    }
    func take() -> [UInt8] {
        last.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }
}
