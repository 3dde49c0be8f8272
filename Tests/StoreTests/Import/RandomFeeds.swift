import Invitations

/// Feeds of a few pupils and contacts, each a few changes away from the one before and always consistent.
struct RandomFeeds {
    private let random: SeededRandom
    private var people: [RosterContact]
    private var pupils: [RandomPupil]

    private struct RandomPupil {
        var isThere = true
        var surname = "Hartley"
        var email: String?
        /// By the contact's number: what this pair says.
        var pairs: [Int: (order: TriState, responsible: TriState)] = [:]
    }

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        people = (0..<8).map { contact("C\($0)", email: "mail\($0)@example.org") }
        pupils = (0..<6).map { RandomPupil(pairs: [$0: (.no, .yes), ($0 + 3) % 8: (.no, .absent)]) }
    }

    mutating func coin() -> Bool { draw(2) == 0 }
    mutating func someContacts() -> [String] { (0..<3).map { _ in "C\(draw(8))" } }

    mutating func feed() -> [RosterPupil] {
        for _ in 0...draw(3) { change() }
        return pupils.enumerated().filter(\.element.isThere).map { number, pupil in
            let contacts = pupil.pairs.sorted { $0.key < $1.key }.map { index, said in
                var person = people[index]
                (person.courtOrder, person.parentalResponsibility) = said
                return person
            }
            return .sample("A\(number)", "Kit", pupil.surname, "7", "7A", email: pupil.email, contacts: contacts)
        }
    }

    private mutating func change() {
        let person = draw(8)
        let pupil = draw(6)
        let choice = draw(3)
        switch draw(8) {
        case 0: people[person].email = choice == 0 ? nil : "mail\(pupil)@example.org"
        case 1: people[person].name.surname = ["Hartley", "Nowak", "Abara"][choice]
        case 2: pupils[pupil].isThere.toggle()
        case 3: pupils[pupil].surname = ["Hartley", "Nowak", "Abara"][choice]
        case 4: pupils[pupil].email = choice == 0 ? nil : "mail\(person)@example.org"
        case 5: pupils[pupil].pairs[person] = nil
        case 6: pupils[pupil].pairs[person] = ([.no, .yes, .absent][choice], [.no, .yes, .absent][2 - choice])
        default:
            guard let pair = pupils[pupil].pairs.keys.sorted().first else { return }
            pupils[pupil].pairs[pair]?.order = [.yes, .no, .absent][choice]
        }
    }

    private func draw(_ count: Int) -> Int { Int(random.bytes(1)[0]) % count }
}
