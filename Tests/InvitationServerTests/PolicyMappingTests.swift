import InvitationAPI
import Invitations
import Testing

@testable import InvitationServer
@testable import InvitationStore

@Suite("The policy on the wire")
struct PolicyMappingTests {
    /// Every field its own number, none of them the default.
    static let message = InvitationAPI.SchoolPolicy(
        validityDays: 31, requiresParentalResponsibility: true, acknowledgesMissingCourtOrderData: false, reinviteCooldownMinutes: 32,
        dailyCap: 33, removalGuardPercent: 34, liftGuardPercent: 35, leaverRetentionDays: 36, eventRetentionDays: 37)

    static var policy: Invitations.SchoolPolicy {
        var policy = Invitations.SchoolPolicy()
        policy.validityDays = 31
        policy.requiresParentalResponsibility = true
        policy.acknowledgesMissingCourtOrderData = false
        policy.reinviteCooldown = .seconds(1920)
        policy.dailyCap = 33
        policy.removalGuardPercent = 34
        policy.liftGuardPercent = 35
        policy.leaverRetentionDays = 36
        policy.eventRetentionDays = 37
        return policy
    }

    @Test("Every field of the policy comes in where it belongs, and goes out again")
    func bothWays() throws {
        #expect(try Invitations.SchoolPolicy(Self.message) == Self.policy)
        #expect(InvitationAPI.SchoolPolicy(Self.policy) == Self.message)
        var message = Self.message
        (message.requiresParentalResponsibility, message.acknowledgesMissingCourtOrderData) = (false, true)
        let other = try Invitations.SchoolPolicy(message)
        #expect(!other.requiresParentalResponsibility && other.acknowledgesMissingCourtOrderData)
        #expect(InvitationAPI.SchoolPolicy(other) == message)
    }

    @Test("The policy that a school has at first is one that a caller may send back")
    func initially() throws {
        let policy = Invitations.SchoolPolicy()
        #expect(try Invitations.SchoolPolicy(InvitationAPI.SchoolPolicy(policy)).validated() == policy)
    }

    @Test("R20, R35, R39, R42: no policy at all, and one with a number left out, are refused with the field's name")
    func leftOut() throws {
        func refused(_ message: InvitationAPI.SchoolPolicy?) -> InvitationError? {
            do { _ = try Invitations.SchoolPolicy(message).validated() } catch { return error }
            return nil
        }
        #expect(refused(nil)?.reason == .invalidPolicy)
        #expect(refused(nil)?.metadata == ["field": "policy"])
        #expect(refused(InvitationAPI.SchoolPolicy())?.metadata["field"] == "validity_days")
        let numbers: [(String, @Sendable (inout InvitationAPI.SchoolPolicy, Int32) -> Void)] = [
            ("validity_days", { $0.validityDays = $1 }), ("reinvite_cooldown_minutes", { $0.reinviteCooldownMinutes = $1 }),
            ("daily_cap", { $0.dailyCap = $1 }), ("removal_guard_percent", { $0.removalGuardPercent = $1 }),
            ("lift_guard_percent", { $0.liftGuardPercent = $1 }), ("leaver_retention_days", { $0.leaverRetentionDays = $1 }),
            ("event_retention_days", { $0.eventRetentionDays = $1 }),
        ]
        for (field, set) in numbers {
            for value in [0, -1, .min, .max] as [Int32] {
                var message = Self.message
                set(&message, value)
                let error = refused(message)
                #expect(error?.reason == .invalidPolicy, "\(field) \(value)")
                #expect(error?.metadata["field"] == field, "\(field) \(value)")
            }
        }
    }

    @Test("R11: GetPolicy says all there is to know of the school, each in its own field")
    func standing() throws {
        let school = Invitations.School(
            key: SchoolKey(rowID: 9), id: SchoolID(unchecked: "A1"), name: "Fernhill", isMISLinked: true, timeZone: "Europe/Dublin",
            hasCourtOrderData: true, isPaused: true, policy: Self.policy)
        let facts = SchoolFacts(pupils: 1, contacts: 2, courtOrders: 3, imports: 4, invitedWithinDay: 5, firstEvent: 6, lastEvent: 7)
        let response = GetPolicyResponse(SchoolPolicies.Standing(school: school, facts: facts, state: PolicyState(school)))
        #expect(
            response.school
                == InvitationAPI.School(
                    id: "A1", name: "Fernhill", misLinked: true, timeZone: "Europe/Dublin", courtOrderData: true, paused: true,
                    obstacle: "SCHOOL_PAUSED", pupils: 1, contacts: 2, imports: 4, invitedWithinDay: 5))
        #expect(response.policy == Self.message)
        #expect(response.etag == PolicyState(school).etag)
        #expect(!response.etag.isEmpty)

        var open = school
        (open.isPaused, open.hasCourtOrderData) = (false, false)
        open.policy.acknowledgesMissingCourtOrderData = true
        let other = GetPolicyResponse(SchoolPolicies.Standing(school: open, facts: facts, state: PolicyState(open)))
        #expect(other.school?.obstacle == "")
        #expect(other.school?.paused == false && other.school?.courtOrderData == false && other.school?.misLinked == true)
        open.isMISLinked = false
        let unlinked = GetPolicyResponse(SchoolPolicies.Standing(school: open, facts: facts, state: PolicyState(open)))
        #expect(unlinked.school?.misLinked == false && unlinked.school?.obstacle == "MIS_NOT_LINKED")
    }

    @Test("R8, R20: each version of a policy has an etag of its own, and the same version the same")
    func etags() {
        var school = Invitations.School(
            key: SchoolKey(rowID: 9), id: SchoolID(unchecked: "A1"), name: "", isMISLinked: true, timeZone: "", hasCourtOrderData: true)
        var etags: Set<String> = []
        for version in 1...20 {
            school.policy.version = Int64(version)
            etags.insert(PolicyState(school).etag)
            #expect(PolicyState(school).etag == PolicyState(school).etag)
        }
        #expect(etags.count == 20)
    }
}
