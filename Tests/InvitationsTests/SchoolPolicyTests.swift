import Invitations
import Testing

/// A number of the policy with its range, written a second time: from the contract, not from the code.
struct PolicyNumber: Sendable, CustomTestStringConvertible {
    var field: String
    var range: ClosedRange<Int>
    var initially: Int
    var set: @Sendable (inout SchoolPolicy, Int) -> Void
    var get: @Sendable (SchoolPolicy) -> Int

    var testDescription: String { field }

    /// In the order of the contract.
    static let all: [PolicyNumber] = [
        PolicyNumber(
            field: "validity_days", range: 1...60, initially: 14, set: { $0.validityDays = $1 }, get: { $0.validityDays }),
        PolicyNumber(
            field: "reinvite_cooldown_minutes", range: 1...10_080, initially: 10,
            set: { $0.reinviteCooldown = .seconds(Double($1) * 60) }, get: { Int($0.reinviteCooldown.components.seconds / 60) }),
        PolicyNumber(field: "daily_cap", range: 1...1_000_000, initially: 20_000, set: { $0.dailyCap = $1 }, get: { $0.dailyCap }),
        PolicyNumber(
            field: "removal_guard_percent", range: 1...100, initially: 20, set: { $0.removalGuardPercent = $1 },
            get: { $0.removalGuardPercent }),
        PolicyNumber(
            field: "lift_guard_percent", range: 1...100, initially: 5, set: { $0.liftGuardPercent = $1 }, get: { $0.liftGuardPercent }),
        PolicyNumber(
            field: "leaver_retention_days", range: 1...3650, initially: 365, set: { $0.leaverRetentionDays = $1 },
            get: { $0.leaverRetentionDays }),
        PolicyNumber(
            field: "event_retention_days", range: 30...3650, initially: 1095, set: { $0.eventRetentionDays = $1 },
            get: { $0.eventRetentionDays }),
    ]
}

@Suite("What an office may decide")
struct SchoolPolicyTests {
    @Test("R8, R9, R20, R35, R39, R42: at first a policy is what the contract says, and valid")
    func initially() throws {
        let policy = SchoolPolicy()
        for number in PolicyNumber.all { #expect(number.get(policy) == number.initially, "\(number.field)") }
        #expect(!policy.requiresParentalResponsibility)
        #expect(!policy.acknowledgesMissingCourtOrderData)
        #expect(try policy.validated() == policy)
    }

    @Test("Each number may be what its range holds, and is refused one below and one above it", arguments: PolicyNumber.all)
    func ranges(_ number: PolicyNumber) throws {
        let (low, high) = (number.range.lowerBound, number.range.upperBound)
        for value in [low, low + 1, high - 1, high] {
            var policy = SchoolPolicy()
            number.set(&policy, value)
            #expect(try number.get(policy.validated()) == value)
        }
        for value in [Int(Int32.min), -1, low - 1, high + 1, Int(Int32.max)] where !number.range.contains(value) {
            var policy = SchoolPolicy()
            number.set(&policy, value)
            let error = try #require(refusal { _ = try policy.validated() })
            #expect(error.reason == .invalidPolicy)
            #expect(error.metadata == ["field": number.field, "min": "\(low)", "max": "\(high)"])
            #expect(error.message.hasPrefix("\(number.field) must be \(low) to \(high)."))
        }
    }

    @Test("A half-filled policy is refused with the name of the first field left out, whatever stands in the others")
    func halfFilled() throws {
        // As a message decodes in which only the first few numbers were set.
        for filled in 0..<PolicyNumber.all.count {
            var policy = SchoolPolicy()
            for (place, number) in PolicyNumber.all.enumerated() where place >= filled { number.set(&policy, 0) }
            #expect(refusal { _ = try policy.validated() }?.metadata["field"] == PolicyNumber.all[filled].field)
        }
        for number in PolicyNumber.all {
            var policy = SchoolPolicy()
            number.set(&policy, 0)
            #expect(refusal { _ = try policy.validated() }?.metadata["field"] == number.field)
        }
    }

    @Test(
        "R42: a cooldown is whole minutes",
        arguments: [Duration.seconds(59), .seconds(61), .milliseconds(60_001), .seconds(-30), .nanoseconds(1)])
    func wholeMinutes(_ cooldown: Duration) throws {
        var policy = SchoolPolicy()
        policy.reinviteCooldown = cooldown
        let error = try #require(refusal { _ = try policy.validated() })
        #expect(error.reason == .invalidPolicy)
        #expect(error.metadata["field"] == "reinvite_cooldown_minutes")
    }

    @Test("R20: the validity is whole days, whatever the clocks of the country do between")
    func validity() {
        var policy = SchoolPolicy()
        for days in [1, 14, 60] {
            policy.validityDays = days
            #expect(policy.validity == .seconds(days * 86_400))
        }
    }
}
