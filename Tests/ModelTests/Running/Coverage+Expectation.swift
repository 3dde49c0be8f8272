import InvitationStore
import Invitations
import Testing

extension Coverage {
    /// That histories reach every kind of call with both ends, every outcome, reason, state and event: what was never reached
    /// proves nothing.
    func expectAll(_ sourceLocation: SourceLocation = #_sourceLocation) {
        for step in accepted.keys.sorted() where !Self.neverRefused.contains(step) {
            #expect(refused[step, default: 0] > 0, "\(step) was never refused", sourceLocation: sourceLocation)
        }
        for step in refused.keys.sorted() {
            #expect(accepted[step, default: 0] > 0, "\(step) was always refused", sourceLocation: sourceLocation)
        }
        let expected =
            Outcome.allCases.map { "\($0)" } + RegistrationStatus.allCases.map { "\($0)" } + DeliveryState.allCases.map { "\($0)" }
            + Warning.allCases.map { "\($0)" } + RevocationReason.allCases.filter { $0 != .erased }.map(\.rawValue)
            + InvitationError.Reason.allCases.filter { !Self.elsewhere.contains($0) }.map(\.rawValue)
            + EventKind.allCases.map(\.rawValue) + ["WHEN_TAKEN_BACK", "UNCHANGED", "WITHHELD"]
        let missing = expected.filter { words[$0, default: 0] == 0 }
        #expect(missing.isEmpty, "never reached: \(missing.joined(separator: ", "))", sourceLocation: sourceLocation)
    }

    private static let neverRefused: Set<String> = ["claim", "clock", "drop worker", "stop worker", "restart", "back up", "restore"]

    /// Reasons of a request's form, of what only operators ask for, of letters nobody asked to see, of templates that these schools have none of, of readers who have seen more than there is, and of feeds larger than any
    /// here: tested where they are given.
    private static let elsewhere: Set<InvitationError.Reason> = [
        .invalidID, .invalidPageSize, .invalidPageToken, .invalidFilter, .letterUnavailable, .templateUnusable, .sequenceAhead,
        .feedTooLarge,
        .invalidReport, .noMailWaiting,
    ]
}
