import InvitationStore
import Invitations

extension Roster {
    /// The records as they are sent, one of them spoilt: not that of somebody `erased`, which is passed over whatever it says.
    func records(_ defect: FeedDefect?, sparing erased: Set<String>, confirming: String = "") -> [RosterRecord] {
        var school = school
        var pupils = pupils
        var count = Int64(pupils.count)
        switch defect {
        case .unknownTimeZone: school.timeZone = Universe.timeZoneUnknown
        case .wrongCount: count += 1
        case .pupilTwice:
            pupils.append(pupils.first ?? Self.spare)
            if pupils.count == 1 { pupils.append(Self.spare) }
            count = Int64(pupils.count)
        case .nameTooLong:
            pupils.append(Self.spare)
            pupils[pupils.count - 1].pupil.surname = String(repeating: "n", count: RosterLimits.standard.nameBytesMax + 1)
            count = Int64(pupils.count)
        case .contactTwice:
            pupils.append(Self.spare)
            pupils[pupils.count - 1].contacts = [Self.sparePerson, Self.sparePerson]
            count = Int64(pupils.count)
        case .contradiction:
            let person = pupils.lazy.flatMap(\.contacts).first { !erased.contains($0.id.text) } ?? Self.sparePerson
            var other = person
            other.email = "otherwise@example.org"
            for (id, person) in [("Q1", person), ("Q2", other)] {
                pupils.append(Self.spare)
                pupils[pupils.count - 1].pupil.id = PupilID(unchecked: id)
                pupils[pupils.count - 1].contacts = [person]
            }
            count = Int64(pupils.count)
        case .cutOff, .outOfOrder, nil: break
        }
        var records = [.school(school, confirming: confirming)] + pupils.map(RosterRecord.pupil) + [.end(pupils: count)]
        if defect == .cutOff { records.removeLast(min(records.count - 1, 2)) }
        if defect == .outOfOrder { records.append(.school(school)) }
        return records
    }

    private static let spare = RosterPupil(
        pupil: Pupil(id: PupilID(unchecked: "Q0"), forename: "Eve", surname: "Quill", yearGroup: "7", registrationGroup: "7A"),
        email: nil, contacts: [])
    private static let sparePerson = RosterContact(
        id: ContactID(unchecked: "Q9"), name: PersonName(surname: "Quill"), email: nil, relationship: "", courtOrder: .yes,
        parentalResponsibility: .absent)
}

/// Records one after the other.
struct RecordStream: AsyncSequence, Sendable {
    var records: [RosterRecord]

    func makeAsyncIterator() -> Iterator { Iterator(rest: records[...]) }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<RosterRecord>
        mutating func next() async -> RosterRecord? { rest.popFirst() }
    }
}
