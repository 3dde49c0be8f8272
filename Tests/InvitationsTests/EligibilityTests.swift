import Invitations
import Testing

/// R15's precedence, written down a second time as a table: the first row whose condition holds is the outcome.
private struct Oracle {
    static let precedence: [(Outcome, @Sendable (Facts) -> Bool)] = [
        (.courtOrder, { $0.isBarred }),
        (.alreadyRegistered, { $0.isRegistered }),
        (.noEmail, { $0.email == .none }),
        (.invalidEmail, { $0.email == .invalid }),
        (.needsSMTPUTF8, { $0.email == .nonASCII }),
        (.emailSharedWithBarredContact, { $0.isSharedWithBarred }),
        (.emailBelongsToPupil, { $0.belongsToPupil }),
        (.emailBounced, { $0.hasBounced }),
        (.noParentalResponsibility, { $0.policyAsks && !$0.hasResponsibility }),
        (.alreadyInvited, { $0.method == .send && $0.link == .running }),
        (.alreadyInvited, { $0.method == .send && $0.link == .unclaimed }),
        (.expiredUseReinvite, { $0.method == .send && $0.link == .over }),
        (.neverInvited, { $0.method == .reinvite && ($0.link == .none || $0.link == .revoked) }),
        (.tooSoon, { $0.isCoolingDown && $0.link != .none }),
        (.queued, { _ in true }),
    ]

    static func outcome(_ facts: Facts) -> Outcome? { precedence.first { $0.1(facts) }?.0 }
}

private struct Facts {
    enum Email: CaseIterable { case none, invalid, nonASCII, good }
    enum Link: CaseIterable { case none, unclaimed, running, over, revoked }

    var method: InvitingMethod
    var email: Email
    var link: Link
    /// isBarred, isRegistered, isSharedWithBarred, belongsToPupil, hasBounced, policyAsks, hasResponsibility, isCoolingDown.
    var bits: UInt8

    var isBarred: Bool { bits & 1 != 0 }
    var isRegistered: Bool { bits & 2 != 0 }
    var isSharedWithBarred: Bool { bits & 4 != 0 }
    var belongsToPupil: Bool { bits & 8 != 0 }
    var hasBounced: Bool { bits & 16 != 0 }
    var policyAsks: Bool { bits & 32 != 0 }
    var hasResponsibility: Bool { bits & 64 != 0 }
    var isCoolingDown: Bool { bits & 128 != 0 }

    static var all: [Facts] {
        InvitingMethod.allCases.flatMap { method in
            Email.allCases.flatMap { email in
                Link.allCases.flatMap { link in
                    (0...UInt8.max).map { Facts(method: method, email: email, link: link, bits: $0) }
                }
            }
        }
    }

    var policy: SchoolPolicy {
        var policy = SchoolPolicy()
        policy.requiresParentalResponsibility = policyAsks
        return policy
    }

    var contactState: ContactState {
        let invitedAt = isCoolingDown ? monday + .seconds(-599) : monday + .seconds(-600)
        let text: String? =
            switch email {
            case .none: nil
            case .invalid: "imogen at example.com"
            case .nonASCII: "imögen@example.com"
            case .good: "imogen@example.com"
            }
        let latest: Invitation? =
            switch link {
            case .none: nil
            case .unclaimed: invitation(invitedAt: invitedAt)
            case .running: invitation(invitedAt: invitedAt, expiresAt: monday + .milliseconds(1))
            case .over: invitation(invitedAt: invitedAt, expiresAt: monday)
            case .revoked: invitation(invitedAt: invitedAt, standing: .revoked(.byAdministrator))
            }
        return contact(
            email: text, isBarred: isBarred, hasParentalResponsibility: hasResponsibility,
            registration: isRegistered ? registered() : nil, invitation: latest,
            address: AddressFacts(
                isShared: isSharedWithBarred, isSharedWithBarred: isSharedWithBarred, belongsToPupil: belongsToPupil,
                hasBounced: hasBounced))
    }
}

@Suite("Who can be invited")
struct EligibilityTests {
    @Test("R15: the outcome follows the precedence in every one of 10,240 combinations")
    func precedence() {
        let all = Facts.all
        #expect(all.count == 10_240)
        var seen: Set<Outcome> = []
        for facts in all {
            let eligibility = facts.contactState.eligibility(for: facts.method, policy: facts.policy, at: monday)
            guard eligibility.outcome == Oracle.outcome(facts) else {
                Issue.record("\(facts): \(eligibility.outcome)")
                return
            }
            seen.insert(eligibility.outcome)
            #expect((eligibility.address != nil) == (eligibility.outcome == .queued))
            #expect((eligibility.retryAt != nil) == (eligibility.outcome == .tooSoon))
        }
        #expect(seen == Set(Outcome.allCases).subtracting([.contactNotFound]))
    }

    @Test("R6: Send takes who is not registered, and nobody else")
    func sendTakesNotRegistered() {
        for facts in Facts.all where facts.method == .send {
            let state = facts.contactState
            if state.eligibility(for: .send, policy: facts.policy, at: monday).outcome == .queued {
                #expect(state.status(at: monday) == .notRegistered)
            }
        }
    }

    @Test("R9: without parental responsibility a contact can be invited, unless the school's policy asks for it")
    func parentalResponsibility() {
        let without = contact(hasParentalResponsibility: false)
        var policy = SchoolPolicy()
        #expect(without.eligibility(for: .send, policy: policy, at: monday).outcome == .queued)
        policy.requiresParentalResponsibility = true
        #expect(without.eligibility(for: .send, policy: policy, at: monday).outcome == .noParentalResponsibility)
    }

    @Test("R42: the cooldown is over at its instant, and TOO_SOON says which that is")
    func cooldown() {
        let invited = contact(invitation: invitation(invitedAt: monday))
        let policy = SchoolPolicy()
        let over = monday + policy.reinviteCooldown
        let early = invited.eligibility(for: .reinvite, policy: policy, at: over + .milliseconds(-1))
        #expect(early.outcome == .tooSoon)
        #expect(early.retryAt == over)
        #expect(invited.eligibility(for: .reinvite, policy: policy, at: over).outcome == .queued)
    }

    @Test("R42: taking an invitation back and sending again is no way round the cooldown, but an email to a new address waits for nothing")
    func cooldownOfSend() {
        let policy = SchoolPolicy()
        let over = monday + policy.reinviteCooldown
        func outcome(_ reason: RevocationReason, at now: Instant) -> Eligibility {
            contact(invitation: invitation(invitedAt: monday, standing: .revoked(reason))).eligibility(for: .send, policy: policy, at: now)
        }
        for reason in RevocationReason.allCases where reason != .addressChanged {
            #expect(outcome(reason, at: over + .milliseconds(-1)).outcome == .tooSoon)
            #expect(outcome(reason, at: over + .milliseconds(-1)).retryAt == over)
            #expect(outcome(reason, at: over).outcome == .queued)
        }
        #expect(outcome(.addressChanged, at: monday).outcome == .queued)
    }

    @Test("R21: a shared address is a warning; one shared with a barred contact, or a pupil's, is a refusal")
    func sharedAddresses() {
        let policy = SchoolPolicy()
        let shared = contact(address: AddressFacts(isShared: true)).eligibility(for: .send, policy: policy, at: monday)
        #expect(shared.outcome == .queued)
        #expect(shared.warnings == [.sharedEmail])
        let withBarred = contact(address: AddressFacts(isShared: true, isSharedWithBarred: true))
        #expect(withBarred.eligibility(for: .send, policy: policy, at: monday).outcome == .emailSharedWithBarredContact)
        let pupils = contact(address: AddressFacts(belongsToPupil: true))
        #expect(pupils.eligibility(for: .send, policy: policy, at: monday).outcome == .emailBelongsToPupil)
    }

    @Test("R14: all warnings are given, in a fixed order, also with a refusal")
    func warnings() {
        let all = contact(isBarred: true, address: AddressFacts(isShared: true), emailChanged: true, declined: true)
        let eligibility = all.eligibility(for: .send, policy: SchoolPolicy(), at: monday)
        #expect(eligibility.outcome == .courtOrder)
        #expect(eligibility.warnings == [.sharedEmail, .emailChanged, .declined])
    }

    @Test("R22: an address with a non-ASCII local part is refused with a reason of its own; a domain goes out as A-labels")
    func smtpUTF8() {
        let state = contact(email: "zoë@example.com")
        #expect(state.eligibility(for: .send, policy: SchoolPolicy(), at: monday).outcome == .needsSMTPUTF8)
        let foreign = contact(email: "zoe@bücher.example").eligibility(for: .send, policy: SchoolPolicy(), at: monday)
        #expect(foreign.outcome == .queued && foreign.address?.wire == "zoe@xn--bcher-kva.example")
    }
}
