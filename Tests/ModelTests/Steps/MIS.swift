import Invitations

/// A school's management information system: what its feed says next time. Input to the service and to the model alike.
struct MIS: Sendable, Hashable {
    var isLinked = true
    var timeZone = 0
    var name = "Oakfield"
    var pupils: [MISPupil]
    var contacts: [MISContact]

    struct MISPupil: Sendable, Hashable {
        var isThere = true
        var surname = 0
        var yearGroup = 0
        var email = 0
        /// By contact.
        var pairs: [Int: MISPair] = [:]
    }

    struct MISContact: Sendable, Hashable {
        var surname = 0
        var email: Int
    }

    struct MISPair: Sendable, Hashable {
        var order: TriState
        var responsible: TriState
    }

    /// Siblings (P0, P1 with C0), an address shared in another spelling (C1, C2), one without an address.
    init() {
        contacts = Universe.contacts.indices.map { MISContact(surname: $0 % Universe.surnames.count, email: [3, 1, 2, 4, 5, 0][$0]) }
        pupils = Universe.pupils.indices.map { MISPupil(surname: $0 % Universe.surnames.count, yearGroup: $0 % 2) }
        for (pupil, contact) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 4), (3, 5)] {
            pupils[pupil].pairs[contact] = MISPair(order: .no, responsible: contact == 3 ? .no : .yes)
        }
    }

    mutating func apply(_ change: MISChange) {
        switch change {
        case .link(let linked): isLinked = linked
        case .timeZone(let zone): timeZone = zone
        case .rename(let to): name = to
        case .pupilThere(let pupil, let there): pupils[pupil].isThere = there
        case .pupilSurname(let pupil, let surname): pupils[pupil].surname = surname
        case .pupilEmail(let pupil, let email): pupils[pupil].email = email
        case .contactSurname(let contact, let surname): contacts[contact].surname = surname
        case .contactEmail(let contact, let email): contacts[contact].email = email
        case .pair(let pupil, let contact, let order, let responsible):
            pupils[pupil].pairs[contact] = MISPair(order: order, responsible: responsible)
        case .order(let contact, let order):
            for pupil in pupils.indices { pupils[pupil].pairs[contact]?.order = order }
        case .noPair(let pupil, let contact): pupils[pupil].pairs[contact] = nil
        case .silence:
            for pupil in pupils.indices {
                pupils[pupil].pairs = pupils[pupil].pairs.mapValues { MISPair(order: .absent, responsible: $0.responsible) }
            }
        case .contactGone(let contact):
            for pupil in pupils.indices { pupils[pupil].pairs[contact] = nil }
        }
    }

    /// What the feed consists of, without its defects.
    func roster(of school: String) -> Roster {
        Roster(
            school: RosterSchool(
                id: SchoolID(unchecked: school), name: "\(name) of \(school)", isMISLinked: isLinked,
                timeZone: Universe.timeZones[timeZone]),
            pupils: pupils.enumerated().filter(\.element.isThere).map { index, pupil in record(index, pupil) })
    }

    private func record(_ index: Int, _ pupil: MISPupil) -> RosterPupil {
        RosterPupil(
            pupil: Pupil(
                id: PupilID(unchecked: Universe.pupils[index]), forename: Universe.forenames[index],
                surname: Universe.surnames[pupil.surname], yearGroup: Universe.yearGroups[pupil.yearGroup],
                registrationGroup: "\(Universe.yearGroups[pupil.yearGroup])A"),
            email: Universe.addresses[pupil.email].text,
            contacts: pupil.pairs.sorted { $0.key < $1.key }.map { contact, pair in
                RosterContact(
                    id: ContactID(unchecked: Universe.contacts[contact]),
                    name: PersonName(title: "Mx", forename: "Robin", surname: Universe.surnames[contacts[contact].surname]),
                    email: Universe.addresses[contacts[contact].email].text, relationship: contact % 2 == 0 ? "Mother" : "Carer",
                    courtOrder: pair.order, parentalResponsibility: pair.responsible)
            })
    }
}

/// Something typed into the MIS.
enum MISChange: Sendable, Hashable, CustomStringConvertible {
    case link(Bool)
    case timeZone(Int)
    case rename(String)
    case pupilThere(Int, Bool)
    case pupilSurname(Int, Int)
    case pupilEmail(Int, Int)
    case contactSurname(Int, Int)
    case contactEmail(Int, Int)
    case pair(Int, Int, order: TriState, responsible: TriState)
    /// On every pair of the contact.
    case order(Int, TriState)
    case noPair(Int, Int)
    /// No pair says anything of court orders.
    case silence
    case contactGone(Int)

    var description: String {
        switch self {
        case .link(let isLinked): isLinked ? "linked" : "unlinked"
        case .timeZone(let zone): "time zone \(Universe.timeZones[zone])"
        case .rename(let name): "the school is called \(name)"
        case .pupilThere(let pupil, let isThere): "\(Universe.pupils[pupil]) \(isThere ? "is there" : "is gone")"
        case .pupilSurname(let pupil, let surname): "\(Universe.pupils[pupil]) is called \(Universe.surnames[surname])"
        case .pupilEmail(let pupil, let email): "\(Universe.pupils[pupil]) has <\(Universe.addresses[email].text ?? "")>"
        case .contactSurname(let contact, let surname): "\(Universe.contacts[contact]) is called \(Universe.surnames[surname])"
        case .contactEmail(let contact, let email): "\(Universe.contacts[contact]) has <\(Universe.addresses[email].text ?? "")>"
        case .pair(let pupil, let contact, let order, let responsible):
            "\(Universe.pupils[pupil])-\(Universe.contacts[contact]): order \(order.word), responsible \(responsible.word)"
        case .order(let contact, let order): "order \(order.word) on every pair of \(Universe.contacts[contact])"
        case .noPair(let pupil, let contact): "\(Universe.pupils[pupil])-\(Universe.contacts[contact]) is gone"
        case .silence: "says nothing of orders"
        case .contactGone(let contact): "\(Universe.contacts[contact]) is gone"
        }
    }
}

extension TriState {
    var word: String {
        switch self {
        case .yes: "true"
        case .no: "false"
        case .absent: "absent"
        }
    }
}

/// What a feed says.
struct Roster: Sendable, Hashable {
    var school: RosterSchool
    var pupils: [RosterPupil]
}
