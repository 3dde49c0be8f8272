import Invitations

/// The filters that lists and selections are asked with.
enum Filters {
    static let all: [Filter] = [
        Filter(),
        Filter(statuses: [.notRegistered]),
        Filter(statuses: [.invited]),
        Filter(statuses: [.invitationExpired]),
        Filter(statuses: [.registered]),
        Filter(statuses: [.suspended]),
        Filter(yearGroup: "7"),
        Filter(pupilWord: "nowak"),
        Filter(pupilWord: "zoe"),
        Filter(contactWord: "har"),
        Filter(contactWord: "mail1@example.org"),
        Filter(deliveries: [.queued, .deferred]),
        Filter(deliveries: [.sent]),
        Filter(deliveries: [.bounced, .failed, .cancelled, .held]),
        Filter(contactWord: "robin", statuses: [.invited, .invitationExpired], yearGroup: "8"),
    ]

    /// Those that select-all is tried with.
    static let forSelection = [0, 0, 0, 1, 3, 6, 7, 9, 11, 4]
}

/// A filter of one word here and one there.
struct Filter: Sendable, Hashable, CustomStringConvertible {
    /// The beginning of a word of a pupil's names, folded.
    var pupilWord = ""
    /// Of a contact's, or its address.
    var contactWord = ""
    var statuses: Set<RegistrationStatus> = []
    var deliveries: Set<DeliveryState> = []
    var yearGroup = ""

    init(
        pupilWord: String = "", contactWord: String = "", statuses: Set<RegistrationStatus> = [], deliveries: Set<DeliveryState> = [],
        yearGroup: String = ""
    ) {
        self.pupilWord = pupilWord
        self.contactWord = contactWord
        self.statuses = statuses
        self.deliveries = deliveries
        self.yearGroup = yearGroup
    }

    var description: String {
        let words = [pupilWord, contactWord, yearGroup].filter { !$0.isEmpty }
        let states = statuses.map { "\($0)" }.sorted() + deliveries.map { "\($0)" }.sorted()
        return (words + states).joined(separator: " ")
    }

    /// As the use cases take it.
    var asked: ContactFilter {
        var filter = ContactFilter()
        filter.pupilSearch = pupilWord
        filter.contactSearch = contactWord
        filter.statuses = statuses
        filter.deliveries = deliveries
        filter.yearGroups = yearGroup.isEmpty ? [] : [yearGroup]
        return filter
    }
}
