import InvitationStore
import Invitations
import Synchronization
import Testing

@testable import Mail

@Suite("What happens to a leased mail")
struct DeliveryDecisionTests {
    let limits = DeliveryLimits()
    let day = Duration.seconds(86_400)

    func leased(_ change: (inout LeasedMail) -> Void = { _ in }) -> LeasedMail {
        let store = MemoryOutbox()
        store.queue("Oakes")
        var mail = store.state.withLock { $0.entries[0].mail }
        change(&mail)
        return mail
    }

    func decide(_ mail: LeasedMail, at now: Instant = sampleNow) -> DeliveryDecision {
        DeliveryDecision(mail, at: now, limits: limits)
    }

    func fixed(_ mail: inout LeasedMail) {
        let expiresAt = sampleNow.advanced(by: mail.school.policy.validity)
        mail.fixed = FixedMail(mailedAt: sampleNow, expiresAt: expiresAt, messageID: "<x@y>", recipient: "oakes@example.net", bytes: [1])
        mail.contact.invitation?.expiresAt = expiresAt
    }

    @Test("R20: the school's validity runs from the first claim")
    func first() throws {
        let recipient = try #require(EmailAddress("oakes@example.net"))
        #expect(decide(leased()) == .render(to: recipient, expiresAt: sampleNow.advanced(by: day * 14).roundedUpToMinute))
        #expect(sampleNow.milliseconds % 60_000 != 0, "else rounding to the minute that the email names would not show")
        let short = leased { $0.school.policy.validityDays = 1 }
        #expect(decide(short) == .render(to: recipient, expiresAt: sampleNow.advanced(by: day).roundedUpToMinute))
    }

    @Test(
        "R7: nothing leaves for a barred contact, nor for one registered, revoked, superseded, or sharing an address with a barred one"
    )
    func cancelled() {
        func cancelled(_ reason: String) -> DeliveryDecision {
            .end(Settlement(.cancelled(detail: reason), DeliveryEvent(.mailCancelled, reason)))
        }
        #expect(decide(leased { $0.contact.isBarred = true }) == cancelled("COURT_ORDER"))
        #expect(
            decide(
                leased {
                    $0.contact.isBarred = true; fixed(&$0)
                }) == cancelled("COURT_ORDER"))
        #expect(
            decide(leased { $0.contact.registration = Registration(account: AccountID(unchecked: "a"), at: sampleNow) })
                == cancelled("ALREADY_REGISTERED"))
        #expect(decide(leased { $0.contact.invitation?.generation = 2 }) == cancelled("SUPERSEDED"))
        #expect(decide(leased { $0.contact.invitation?.standing = .revoked(.byAdministrator) }) == cancelled("REVOKED"))
        #expect(decide(leased { $0.contact.address.isSharedWithBarred = true }) == cancelled("EMAIL_SHARED_WITH_BARRED_CONTACT"))
        #expect(decide(leased { $0.contact.invitation?.mailedTo = "zoë@example.net" }) == cancelled("ADDRESS_UNUSABLE"))
    }

    @Test("R20: a retry sends the same bytes, unless nothing may have left and more than a day of validity is lost")
    func again() throws {
        let recipient = try #require(EmailAddress("oakes@example.net"))
        let notLeft = leased { fixed(&$0) }
        let mayHaveLeft = leased {
            fixed(&$0); $0.mayHaveLeft = true
        }
        let same = DeliveryDecision.sendAgain(try #require(notLeft.fixed))
        let justADay = sampleNow.advanced(by: day)
        let more = justADay.advanced(by: .milliseconds(1))
        #expect(decide(notLeft, at: justADay) == same)
        #expect(decide(notLeft, at: more) == .render(to: recipient, expiresAt: more.advanced(by: day * 14).roundedUpToMinute))
        #expect(decide(mayHaveLeft, at: more) == same)
    }

    @Test("R23: it is over when the link has expired, or it was tried often enough")
    func over() throws {
        let mail = leased {
            fixed(&$0); $0.mayHaveLeft = true
        }
        let deadline = try #require(mail.fixed).expiresAt
        #expect(decide(mail, at: deadline.advanced(by: .milliseconds(-1))) == .sendAgain(try #require(mail.fixed)))
        #expect(failure(decide(mail, at: deadline)) == DeliveryEvent(.mailFailed, "EXPIRED"))
        #expect(failure(decide(leased { $0.attempts = limits.attemptsMax })) == DeliveryEvent(.mailFailed, "ATTEMPTS_OVER"))
    }

    /// nil: it does not end FAILED.
    private func failure(_ decision: DeliveryDecision) -> DeliveryEvent? {
        guard case .end(let ending) = decision, case .failed = ending.result else { return nil }
        return ending.event
    }

    @Test("R42: what would leave waits while the school is paused; what must not leave ends all the same")
    func paused() {
        let mail = leased { $0.school.isPaused = true }
        #expect(
            decide(mail)
                == .end(
                    Settlement(
                        .held(because: .paused, detail: "the school's email is paused", mayHaveLeft: false),
                        DeliveryEvent(.mailHeld, "PAUSED"))))
        let barred = leased {
            $0.school.isPaused = true; $0.contact.isBarred = true
        }
        #expect(decide(barred) == .end(Settlement(.cancelled(detail: "COURT_ORDER"), DeliveryEvent(.mailCancelled, "COURT_ORDER"))))
    }

    func settled(_ kind: DeliveryAnswer.Kind, reachedData: Bool = false, _ mail: LeasedMail) -> Settlement {
        Settlement(
            DeliveryAnswer(kind, "5.1.1 <oakes@example.net>\r\nunknown", reachedData: reachedData), for: mail, at: sampleNow,
            limits: limits,
            random: RandomSource { Array(repeating: 0, count: $0) })
    }

    @Test("R23: what the adapter answers becomes the delivery's state; R39: the history holds no address")
    func answers() {
        let detail = "5.1.1 <oakes@example.net> unknown"
        #expect(settled(.accepted, leased()) == Settlement(.sent, DeliveryEvent(.mailSent)))
        #expect(settled(.permanentAddress, leased()) == Settlement(.bounced(detail: detail), DeliveryEvent(.mailFailed, "BOUNCED")))
        #expect(settled(.permanentPolicy, leased()) == Settlement(.failed(detail: detail), DeliveryEvent(.mailFailed, "REFUSED")))
        let until = sampleNow.advanced(by: .seconds(45))
        #expect(
            settled(.temporary, leased())
                == Settlement(.deferred(until: until, detail: detail, mayHaveLeft: false), DeliveryEvent(.mailDeferred)))
        #expect(
            settled(.temporary, reachedData: true, leased())
                == Settlement(.deferred(until: until, detail: detail, mayHaveLeft: true), DeliveryEvent(.mailDeferred)))
        #expect(
            settled(.unknown, leased())
                == Settlement(.deferred(until: until, detail: detail, mayHaveLeft: true), DeliveryEvent(.mailDeferred)))
        // The relay's trouble is not the mail's: no attempt, nothing new for the history, however often.
        let worn = leased {
            $0.attempts = limits.attemptsMax - 1; $0.mayHaveLeft = true
        }
        #expect(
            settled(.connectionFault, worn) == Settlement(.unreached(until: until, detail: detail, mayHaveLeft: true), nil))
        // What may have left once may have left for good; and the history says once that it waits.
        guard case .deferred(_, _, mayHaveLeft: true) = settled(.temporary, leased { $0.mayHaveLeft = true }).result else {
            Issue.record("forgotten")
            return
        }
        #expect(settled(.temporary, leased { $0.attempts = 1 }).event == nil)
        #expect(
            settled(.temporary, leased { $0.attempts = limits.attemptsMax - 1 })
                == Settlement(.failed(detail: detail), DeliveryEvent(.mailFailed, "ATTEMPTS_OVER")))
    }

    @Test("Waits double from one minute to one hour, and are spread over their last quarter")
    func backoff() {
        func wait(_ attempts: Int, _ byte: UInt8) -> Int64 {
            let random = RandomSource { Array(repeating: byte, count: $0) }
            return limits.retry(after: attempts, at: Instant(milliseconds: 0), random: random).milliseconds
        }
        #expect((1...8).map { wait($0, 0) } == [45_000, 90_000, 180_000, 360_000, 720_000, 1_440_000, 2_700_000, 2_700_000])
        #expect(wait(1, 255) == 59_999)
        #expect(wait(7, 255) < 3_600_000 && wait(7, 255) > 3_599_000)
        #expect(wait(53, 0) == 2_700_000)
    }
}
