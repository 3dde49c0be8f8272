internal import InvitationAPI

/// How far a school's events were read. (R38)
struct EventCursor: Sendable {
    /// The number that everything up to was read.
    private(set) var after: Int64

    /// What an answer brought.
    struct Step: Sendable {
        /// Those not read before.
        var events: [ContactEvent]
        /// Numbers that will never be read: the service keeps the history for a time only (R39).
        var forgotten: ClosedRange<Int64>?
        /// Whether there is nothing more to ask for at the moment.
        var isAtEnd: Bool
    }

    /// Takes an answer in. The cursor never goes back, whatever the answer says.
    mutating func take(_ answer: ListSchoolEventsResponse) -> Step {
        let start = after
        var forgotten: ClosedRange<Int64>?
        if answer.firstSequence > 1, answer.firstSequence - 1 > after {
            forgotten = max(after, 0) + 1...answer.firstSequence - 1
            after = answer.firstSequence - 1
        }
        var events: [ContactEvent] = []
        for event in answer.events where event.sequence > after {
            after = event.sequence
            events.append(event)
        }
        if events.isEmpty { after = max(after, answer.lastSequence) }
        return Step(events: events, forgotten: forgotten, isAtEnd: after == start)
    }
}
