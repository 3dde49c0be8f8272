import Cryptography
import InvitationStore
import Invitations

/// The calls of an office beside inviting and revoking.
extension Service {
    func setPolicy(_ call: PolicyCall) async throws -> [String] {
        let change = SchoolPolicies.Change(
            school: SchoolID(unchecked: call.school), policy: call.policy, etag: "\"\(call.version)\"",
            call: idempotent(call.requestID, call.body, call.admin))
        return try await answer { [try await store.write { try SchoolPolicies().set(change, in: $0) }.line] }
    }

    func pause(_ call: PauseCall) async throws -> [String] {
        let request = idempotent(call.requestID, call.body, call.admin)
        let school = SchoolID(unchecked: call.school)
        return try await answer {
            [try await store.write { try SchoolPolicies().pause(call.isPaused, school, request, in: $0) }.line]
        }
    }

    func clearBounce(_ contact: String, _ school: String, by admin: String) async throws -> [String] {
        let corrections = ContactCorrections(environment)
        let (contact, school, actor) = (ContactID(unchecked: contact), SchoolID(unchecked: school), Actor(principal: admin))
        return try await answer {
            [try await store.write { try corrections.clearBounce(contact, of: school, by: actor, in: $0) }.line]
        }
    }

    func liftOrders(_ contact: String, pupil: String?, _ school: String, reason: String, by admin: String) async throws -> [String] {
        let corrections = ContactCorrections(environment)
        let (contact, school, actor) = (ContactID(unchecked: contact), SchoolID(unchecked: school), Actor(principal: admin))
        let pupil = pupil.map(PupilID.init(unchecked:))
        return try await answer {
            let lifted = try await store.write {
                try corrections.liftCourtOrders(contact, pupil: pupil, of: school, reason: reason, by: actor, in: $0)
            }
            return ["lifted \(lifted.pupils.map(\.text).joined(separator: ","))", lifted.report.line]
        }
    }

    func erase(_ contact: String, _ school: String, by admin: String) async throws -> [String] {
        let corrections = ContactCorrections(environment)
        let (contact, school, actor) = (ContactID(unchecked: contact), SchoolID(unchecked: school), Actor(principal: admin))
        return try await answer {
            try await store.write { try corrections.erase(contact, of: school, by: actor, in: $0) }
            return ["erased"]
        }
    }

    func releaseMail(_ school: String, _ how: Releasing, by admin: String) async throws -> [String] {
        let request = ReleaseMail.Request(
            school: SchoolID(unchecked: school), withoutImport: how.withoutImport, endsLinks: how.endsLinks, actor: Actor(principal: admin))
        return try await answer {
            let answer = try await store.write { try ReleaseMail().run(request, in: $0) }
            return ["\(answer.mails) released, \(answer.linksEnded) ended"]
        }
    }

    func idempotent(_ requestID: String, _ body: String, _ admin: String) -> IdempotentCall {
        IdempotentCall(requestID: requestID, bodyDigest: SHA256.digest(Array(body.utf8)), actor: Actor(principal: admin))
    }
}

extension PolicyState {
    var line: String { policyLine(policy, isPaused: isPaused) }
}
