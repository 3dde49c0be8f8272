internal import Invitations

/// Holds a feed's records to their order and numbers (R32). A value: every record goes through `take`, and the stream's end through `end`.
struct FeedOrder {
    private enum State {
        case expectingSchool
        case expectingPupils
        case ended
    }

    private var state = State.expectingSchool
    private(set) var pupils: Int64 = 0
    let pupilsMax: Int64

    init(pupilsMax: Int64) { self.pupilsMax = pupilsMax }

    mutating func take(_ record: RosterRecord) throws(InvitationError) {
        switch (state, record) {
        case (.expectingSchool, .school):
            state = .expectingPupils
        case (.expectingSchool, _):
            throw outOfOrder("The first record must name the school.")
        case (.expectingPupils, .school):
            throw outOfOrder("The school is named twice.")
        case (.expectingPupils, .pupil):
            guard pupils < pupilsMax else {
                throw InvitationError(.feedTooLarge, "A feed may have at most \(pupilsMax) pupils.", ["pupils_max": "\(pupilsMax)"])
            }
            pupils += 1
        case (.expectingPupils, .end(let expected)):
            guard expected == pupils else {
                throw InvitationError(
                    .feedIncomplete, "The end says \(expected) pupils, but \(pupils) came. Send the whole feed again.",
                    ["expected": "\(expected)", "received": "\(pupils)"])
            }
            state = .ended
        case (.ended, _):
            throw outOfOrder("Nothing may follow the end.")
        }
    }

    /// The stream is over.
    func end() throws(InvitationError) {
        switch state {
        case .expectingSchool: throw InvitationError(.feedIncomplete, "The feed is empty. Send the whole feed again.", ["received": "0"])
        case .expectingPupils:
            throw InvitationError(
                .feedIncomplete, "The feed ended without its end record after \(pupils) pupils. Send the whole feed again.",
                ["received": "\(pupils)"])
        case .ended: break
        }
    }

    private func outOfOrder(_ message: String) -> InvitationError {
        InvitationError(.feedOutOfOrder, message, ["record": "\(pupils + 1)"])
    }
}
