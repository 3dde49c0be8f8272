import CommandLineSupport
import InvitationAPI
import ProtobufJSON
import Testing

@Suite("R11: one screen answers the support script")
struct ContactReportTests {
    private static let sent = Timestamp(seconds: 1_787_041_800)
    private static let deadline = Timestamp(seconds: 1_788_251_400)
    private static let day: Int64 = 86_400

    private func answer(_ change: (inout GetContactResponse, inout Contact) -> Void = { _, _ in }) -> GetContactResponse {
        var contact = Contact(
            id: "c1", title: "Ms", forename: "Ada", surname: "Ng", email: "ada@x.example", status: .invited, invitedAt: Self.sent,
            expiresAt: Self.deadline, notInvitableBecause: .alreadyInvited, delivery: .sent, warnings: [.sharedEmail])
        var answer = GetContactResponse(
            pupils: [
                Pupil(id: "p1", forename: "Zoë", surname: "Ng", yearGroup: "Year 7", registrationGroup: "7A"),
                Pupil(id: "p2", forename: "Al", surname: "Ng"),
            ], mailedTo: "ada@x.example", mailedAt: Self.sent)
        change(&answer, &contact)
        answer.contact = contact
        return answer
    }

    private func text(_ answer: GetContactResponse, now: Timestamp = Timestamp(seconds: 1_787_041_800 + 3 * 86_400)) -> String {
        ContactReport(answer, events: ListContactEventsResponse(), now: now).text(width: nil)
    }

    /// The answer to one question.
    private func line(_ question: String, _ text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(question + "  ") }
            .map { String($0.dropFirst(question.count).drop { $0 == " " }) }
    }

    @Test("Who, status, address, sent when and where, delivery, link, registration, warnings, children and the latest events")
    func everything() {
        let events = ListContactEventsResponse(
            events: [
                ContactEvent(
                    sequence: 12, at: Timestamp(seconds: 1_787_041_800, nanos: 5_000_000), kind: "MAIL_SENT", contactID: "c1",
                    actor: "outbox")
            ], nextPageToken: "more")
        let now = Timestamp(seconds: Self.sent.seconds + 3 * Self.day)
        #expect(
            ContactReport(answer(), events: events, now: now).text(width: 20).contains("ada@x.example"),
            "a narrow terminal cuts no answer")
        #expect(
            ContactReport(answer(), events: events, now: now).text(width: nil) == """
                contact         Ms Ada Ng (c1)
                email address   ada@x.example
                status          INVITED
                can be invited  no: ALREADY_INVITED, the link that was sent works; invitationctl reinvite c1 sends another
                court order     no
                invited         2026-08-18T08:30:00Z, 3 days ago
                email sent      2026-08-18T08:30:00Z, 3 days ago, to ada@x.example
                delivery        SENT
                link            works until 2026-09-01T08:30:00Z, for another 11 days
                registered      no
                warnings        SHARED_EMAIL
                children        Zoë Ng (p1), Year 7 7A
                                Al Ng (p2)

                The latest events:
                SEQUENCE  TIME                  KIND       ACTOR   DETAIL
                12        2026-08-18T08:30:00Z  MAIL_SENT  outbox
                Earlier ones: invitationctl contact events c1 --all

                """)
    }

    @Test(
        "R29: the link works before its deadline and not at it; how long ago is said in words",
        arguments: [
            (-3 * day, "works until 2026-09-01T08:30:00Z, for another 3 days"),
            (-2 * day + 1, "works until 2026-09-01T08:30:00Z, for another 47 hours"),
            (-3600, "works until 2026-09-01T08:30:00Z, for another 1 hour"),
            (-1, "works until 2026-09-01T08:30:00Z, for less than a minute"),
            (0, "expired 2026-09-01T08:30:00Z, just now"),
            (120, "expired 2026-09-01T08:30:00Z, 2 minutes ago"),
            (3 * day, "expired 2026-09-01T08:30:00Z, 3 days ago"),
        ])
    func deadline(seconds: Int64, said: String) {
        let now = Timestamp(seconds: Self.deadline.seconds + seconds)
        #expect(line("link", text(answer(), now: now)) == said)
    }

    @Test("R5: what the link is worth goes by the status; R20: its time begins when the email is sent")
    func link() {
        func link(_ status: RegistrationStatus, _ expiresAt: Timestamp?) -> String? {
            line(
                "link",
                text(
                    answer {
                        $1.status = status; $1.expiresAt = expiresAt
                    }))
        }
        #expect(link(.invited, nil) == "its time begins when the email is sent")
        #expect(link(.invitationExpired, Timestamp(seconds: Self.sent.seconds)) == "expired 2026-08-18T08:30:00Z, 3 days ago")
        #expect(link(.registered, Self.deadline) == "used")
        #expect(link(.notRegistered, nil) == "none")
        #expect(link(.notRegistered, Self.deadline) == "none that works")
    }

    @Test("R7: a court order is told with the pupils it is with respect to, and that the parent is not told")
    func courtOrder() {
        let barred = answer { answer, contact in
            answer.courtOrderPupilIDs = ["p1", "p9"]
            contact.notInvitableBecause = .courtOrder
        }
        #expect(line("court order", text(barred)) == "yes, with respect to Zoë Ng (p1), p9; the parent is not told (R7)")
        #expect(line("can be invited", text(barred))?.hasPrefix("no: COURT_ORDER, ") == true)
    }

    @Test("The school's obstacle is told before the contact's own")
    func obstacle() {
        let paused = text(answer { answer, _ in answer.obstacle = "SCHOOL_PAUSED" })
        #expect(line("can be invited", paused)?.hasPrefix("no, nobody of the school at present: SCHOOL_PAUSED, ") == true)
        #expect(paused.contains("\n                nor otherwise: ALREADY_INVITED, "))
        let other = text(
            answer {
                $0.obstacle = "OF_LATER"; $1.invitable = true
            })
        #expect(other.contains("at present: OF_LATER\n                otherwise yes\n"))
    }

    @Test("R23: what became of the email is told with the relay's words, and that the MIS has another address since")
    func bounced() {
        let bounced = text(
            answer { answer, contact in
                contact.delivery = .bounced
                contact.deliveryDetail = "5.1.1 \u{1B}unknown"
                contact.notInvitableBecause = .emailBounced
                answer.mailedTo = "old@x.example"
            })
        #expect(line("delivery", bounced) == "BOUNCED: 5.1.1 \\u{1b}unknown")
        #expect(
            line("email sent", bounced) == "2026-08-18T08:30:00Z, 3 days ago, to old@x.example (the MIS has another address now)")
        #expect(line("can be invited", bounced)?.hasSuffix("invitationctl contact clear-bounce c1") == true)
    }

    @Test("A registered contact is told with the account; one never invited has nothing to tell")
    func ends() {
        let registered = text(
            answer { answer, contact in
                contact.status = .registered
                contact.registeredAt = Self.sent
                answer.accountID = "a-1"
            })
        #expect(line("registered", registered) == "2026-08-18T08:30:00Z, 3 days ago, with account a-1")
        let fresh = text(GetContactResponse(contact: Contact(id: "c2", status: .notRegistered, invitable: true)))
        for question in ["email address", "delivery", "link", "warnings", "children"] { #expect(line(question, fresh) == "none") }
        for question in ["invited", "email sent", "registered", "court order"] { #expect(line(question, fresh) == "no") }
        #expect(line("can be invited", fresh) == "yes")
    }

    @Test("JSON is one document with both answers, under the names of their calls")
    func json() throws {
        let events = ListContactEventsResponse(events: [ContactEvent(sequence: 3, kind: "INVITED")])
        let document = try JSONValue(parsing: Array(ContactReport(answer(), events: events, now: Self.sent).json().utf8))
        #expect(document["getContact"]?["contact"]?["id"] == .string("c1"))
        #expect(
            document["listContactEvents"]?["events"]
                == .array([.object([.init("sequence", .string("3")), .init("kind", .string("INVITED"))])]))
    }
}
