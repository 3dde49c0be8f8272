internal import Invitations

/// A filter with its search texts folded into terms, once per call (R10).
struct PreparedFilter {
    let pupilTerms: [String]
    let contactTerms: [String]
    let statuses: Set<RegistrationStatus>
    let deliveries: Set<DeliveryState>
    let yearGroups: [String]
    let registrationGroups: [String]
    /// Something was searched for that folds to nothing, such as `?`: nobody is called that.
    let matchesNobody: Bool

    init(_ filter: ContactFilter) {
        pupilTerms = Self.longestFirst(NameFolding.searchTerms(of: filter.pupilSearch))
        contactTerms = Self.longestFirst(SearchWords.contactTerms(of: filter.contactSearch))
        statuses = filter.statuses
        deliveries = filter.deliveries
        yearGroups = filter.yearGroups.sorted()
        registrationGroups = filter.registrationGroups.sorted()
        matchesNobody =
            pupilTerms.isEmpty && !filter.pupilSearch.trimmed.isEmpty || contactTerms.isEmpty && !filter.contactSearch.trimmed.isEmpty
    }

    var asksPupil: Bool { !pupilTerms.isEmpty || !yearGroups.isEmpty || !registrationGroups.isEmpty }
    var asksContacts: Bool { !contactTerms.isEmpty || !statuses.isEmpty || !deliveries.isEmpty }
    var isEmpty: Bool { !asksPupil && !asksContacts && !matchesNobody }

    /// Words of a pupil's name and nothing else: whom every word's range names matches.
    var asksPupilWordsOnly: Bool { !pupilTerms.isEmpty && yearGroups.isEmpty && registrationGroups.isEmpty && !asksContacts }

    /// Whether the pupil itself matches.
    func matches(_ pupil: Pupil) -> Bool {
        if !yearGroups.isEmpty && !yearGroups.contains(pupil.yearGroup) { return false }
        if !registrationGroups.isEmpty && !registrationGroups.contains(pupil.registrationGroup) { return false }
        return pupilTerms.isEmpty
            || Self.all(pupilTerms, begin: SearchWords.ofPupil(forename: pupil.forename, surname: pupil.surname))
    }

    /// Whether one contact matches by itself.
    func matches(_ contact: FilteredContact) -> Bool {
        if !statuses.isEmpty && !statuses.contains(contact.status) { return false }
        if !deliveries.isEmpty && !(contact.delivery.map(deliveries.contains) ?? false) { return false }
        return contactTerms.isEmpty || Self.all(contactTerms, begin: SearchWords.ofContact(contact.name, email: contact.email))
    }

    /// The rarest first, as far as one can tell.
    private static func longestFirst(_ terms: [String]) -> [String] { terms.sorted { $0.utf8.count > $1.utf8.count } }

    /// Byte by byte: folded text has one spelling.
    private static func all(_ terms: [String], begin words: [String]) -> Bool {
        terms.allSatisfy { term in words.contains { $0.utf8.starts(with: term.utf8) } }
    }
}

/// As much of a contact as a filter asks for.
struct FilteredContact {
    var key: ContactKey
    var status: RegistrationStatus
    var delivery: DeliveryState?
    /// Empty unless the filter has contact terms.
    var name = PersonName()
    var email: String?
}
