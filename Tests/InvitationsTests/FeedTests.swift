import Invitations
import Testing

@Suite("What a feed does to invitations")
struct FeedConsequenceTests {
    private let same = FeedOutlook(email: "imogen@example.com", isBarred: false)
    private let barred = FeedOutlook(email: "imogen@example.com", isBarred: true)
    private let moved = FeedOutlook(email: "new@example.com", isBarred: false)

    @Test("R8: absent is not false: true stays until a feed says false; a missing pair lifts nothing")
    func sticky() {
        let table: [(before: Bool, feed: TriState?, after: Bool)] = [
            (false, .yes, true), (false, .no, false), (false, .absent, false), (false, nil, false), (true, .yes, true), (true, .no, false),
            (true, .absent, true), (true, nil, true),
        ]
        for row in table { #expect(mergedCourtOrder(before: row.before, feed: row.feed) == row.after) }
    }

    @Test("R34: a new court order takes the live link back, and suspends the registered")
    func courtOrder() {
        let live = contact(invitation: invitation())
        #expect(feedConsequences(before: live, after: barred) == [.courtOrderAdded, .revoke(.courtOrder)])
        #expect(feedConsequences(before: contact(), after: barred) == [.courtOrderAdded])
        #expect(feedConsequences(before: contact(registration: registered()), after: barred) == [.courtOrderAdded, .suspend])
        let suspended = contact(isBarred: true, registration: registered())
        #expect(feedConsequences(before: suspended, after: same) == [.courtOrderLifted, .reinstate])
    }

    @Test("R34: a changed or vanished email takes the live link back, and is remembered; a registered contact keeps its access")
    func email() {
        let live = contact(invitation: invitation())
        #expect(feedConsequences(before: live, after: moved) == [.revoke(.addressChanged), .markEmailChanged])
        let none = FeedOutlook(email: nil, isBarred: false)
        #expect(feedConsequences(before: live, after: none) == [.revoke(.addressChanged), .markEmailChanged])
        let sameInCapitals = FeedOutlook(email: "IMOGEN@EXAMPLE.COM", isBarred: false)
        #expect(feedConsequences(before: live, after: sameInCapitals).isEmpty)
        #expect(feedConsequences(before: contact(), after: moved).isEmpty)
        #expect(feedConsequences(before: contact(registration: registered()), after: moved).isEmpty)
        let movedAndBarred = FeedOutlook(email: "new@example.com", isBarred: true)
        #expect(
            feedConsequences(before: live, after: movedAndBarred) == [.courtOrderAdded, .revoke(.courtOrder), .markEmailChanged])
    }

    @Test("R21: a barred sharer who arrives takes the live link back, without saying so")
    func sharer() {
        let live = contact(invitation: invitation())
        let sharing = FeedOutlook(email: "imogen@example.com", isBarred: false, isSharedWithBarred: true)
        #expect(feedConsequences(before: live, after: sharing) == [.revoke(.courtOrder)])
        #expect(feedConsequences(before: contact(), after: sharing).isEmpty)
    }

    @Test("R34: a contact who left is withdrawn; a new one is added")
    func comingAndGoing() {
        #expect(feedConsequences(before: contact(invitation: invitation()), after: nil) == [.revoke(.leftSchool), .left])
        #expect(feedConsequences(before: contact(registration: registered()), after: nil) == [.left])
        #expect(feedConsequences(before: nil, after: same) == [.added])
        #expect(feedConsequences(before: nil, after: barred) == [.added, .courtOrderAdded])
        #expect(feedConsequences(before: nil, after: nil).isEmpty)
    }

    @Test("R36: the same feed again has no consequence")
    func unchanged() {
        let states = [contact(), contact(invitation: invitation()), contact(registration: registered())]
        for state in states { #expect(feedConsequences(before: state, after: same).isEmpty) }
        #expect(feedConsequences(before: contact(isBarred: true), after: barred).isEmpty)
    }
}

@Suite("Records of a feed")
struct RosterValidationTests {
    private func pupil(_ change: (inout RosterPupil) -> Void = { _ in }) -> RosterPupil {
        var pupil = RosterPupil(
            pupil: Pupil(id: PupilID(unchecked: "p1"), forename: " Zoë ", surname: "Thistlewood", yearGroup: "3", registrationGroup: "3B"),
            email: " ",
            contacts: [
                RosterContact(
                    id: ContactID(unchecked: "c1"), name: PersonName(title: "Mrs", forename: "Imogen", surname: "Thistlewood"),
                    email: " imogen@example.com ", relationship: "Mother", courtOrder: .absent, parentalResponsibility: .yes)
            ])
        change(&pupil)
        return pupil
    }

    @Test("R32: a valid record is trimmed; an empty email is none")
    func trims() throws {
        let valid = try pupil().validated(position: 1)
        #expect(valid.pupil.forename == "Zoë")
        #expect(valid.email == nil)
        #expect(valid.contacts[0].email == "imogen@example.com")
    }

    @Test("R32: a broken record is refused with its position and field")
    func names() {
        let cases: [(field: String, RosterPupil)] = [
            ("pupil.id", pupil { $0.pupil.id = PupilID(unchecked: "") }),
            ("pupil.id", pupil { $0.pupil.id = PupilID(unchecked: String(repeating: "x", count: 129)) }),
            ("pupil.surname", pupil { $0.pupil.surname = String(repeating: "x", count: 257) }),
            ("pupil.forename", pupil { $0.pupil.forename = "a\u{0}b" }),
            ("pupil.year_group", pupil { $0.pupil.yearGroup = String(repeating: "x", count: 129) }),
            ("email", pupil { $0.email = String(repeating: "x", count: 513) }),
            ("contacts[0].id", pupil { $0.contacts[0].id = ContactID(unchecked: "a\nb") }),
            ("contacts[0].title", pupil { $0.contacts[0].name.title = "a\r\nb" }),
            ("contacts[1].id", pupil { $0.contacts.append($0.contacts[0]) }),
            ("contacts", pupil { $0.contacts = Array(repeating: $0.contacts[0], count: 101) }),
        ]
        for (field, record) in cases {
            let error = #expect(throws: InvitationError.self) { try record.validated(position: 17) }
            #expect(error?.reason == .feedInvalidRecord)
            #expect(error?.metadata == ["record": "pupil 17", "field": field])
        }
    }

    @Test("R32: limits hold at n and not at n + 1")
    func limits() {
        #expect(throws: Never.self) { try pupil { $0.pupil.surname = String(repeating: "x", count: 256) }.validated(position: 1) }
        #expect(throws: Never.self) {
            try pupil { $0.pupil.id = PupilID(unchecked: String(repeating: "x", count: 128)) }.validated(position: 1)
        }
    }

    @Test("R22: an address that cannot be used is no fault of the feed")
    func unusableAddress() throws {
        let valid = try pupil { $0.contacts[0].email = "a@b.example\r\nBcc: c@d.example" }.validated(position: 1)
        #expect(valid.contacts[0].email == "a@b.example\r\nBcc: c@d.example")
    }

    @Test("R32: the school's record needs an id, a name and a time zone that is no path")
    func schools() throws {
        func school(_ id: String = "A1", _ name: String = "Fernhill", _ zone: String = "") -> RosterSchool {
            RosterSchool(id: SchoolID(unchecked: id), name: name, isMISLinked: true, timeZone: zone)
        }
        #expect(try school().validated().timeZone == "Europe/London")
        #expect(try school("A1", "Fernhill", "America/Argentina/Buenos_Aires").validated().timeZone == "America/Argentina/Buenos_Aires")
        for bad in [
            school(""), school("A1", " "), school("A1", "x", "../etc/passwd"), school("A1", "x", "/UTC"), school("A1", "x", "Europe/"),
        ] {
            #expect(throws: InvitationError.self) { try bad.validated() }
        }
    }
}

@Suite("Filters of the list")
struct ContactFilterTests {
    @Test("R10: a search of signs only is refused, of white space only is none, and terms are limited")
    func searches() throws {
        func search(_ text: String) -> ContactFilter {
            var filter = ContactFilter()
            filter.pupilSearch = text
            return filter
        }
        #expect(try search("  ").validated().pupilSearch == "")
        #expect(try search(" Zoë ").validated().pupilSearch == "Zoë")
        #expect(throws: Never.self) { try search("a b c d e f g h").validated() }
        for bad in ["-", "a b c d e f g h i", "a\u{0}", String(repeating: "x", count: 257)] {
            let error = #expect(throws: InvitationError.self) { try search(bad).validated() }
            #expect(error?.reason == .invalidFilter)
            #expect(error?.metadata == ["field": "pupil_search"])
        }
    }
}
