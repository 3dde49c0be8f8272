import CommandLineSupport
import InvitationAPI
import Testing

@Suite("Reports")
struct ReportTests {
    @Test("The list shows a pupil beside its first contact, and why a contact cannot be invited")
    func list() {
        let list = ListContactsResponse(
            pupils: [
                PupilContacts(
                    pupil: Pupil(id: "p", forename: "Zoë", surname: "Ng", yearGroup: "7", registrationGroup: "7A"),
                    contacts: [
                        Contact(
                            id: "c1", title: "Ms", forename: "Ada", surname: "Ng", email: "ada@x.example", status: .invited,
                            expiresAt: Timestamp(seconds: 1_788_251_400), notInvitableBecause: .alreadyInvited, delivery: .sent),
                        Contact(id: "c2", forename: "Bo", surname: "Ng", status: .notRegistered, invitable: true),
                    ]),
                PupilContacts(pupil: Pupil(id: "q", forename: "Al", surname: "Ox")),
            ], nextPageToken: "next", counts: [StatusCount(status: .invited, contacts: 1)])
        #expect(
            list.text(width: nil) == """
                PUPIL    CLASS  CONTACT  NAME           EMAIL          STATUS          INVITABLE        EMAIL STATE  UNTIL
                Ng, Zoë  7 7A   c1       Ms Ada Ng      ada@x.example  INVITED         ALREADY_INVITED  SENT         2026-09-01
                                c2       Bo Ng                         NOT_REGISTERED  yes
                Ox, Al                   (no contacts)

                CONTACTS  STATUS
                1         INVITED

                More: --page-token next, or --all for every page.

                """)
    }

    @Test("The import's report leaves out what did not happen, and says why it was withheld")
    func report() {
        #expect(
            ImportRosterResponse(pupils: 2, contacts: 3, contactsAdded: 3).text(width: nil, confirming: "") == """
                COUNT  OF
                2      pupils
                3      contacts
                3      contacts added

                """)
    }

    @Test("R35: a withheld import says why, that new court orders apply all the same, and the command that confirms it")
    func withheld() {
        let report = ImportRosterResponse(pupils: 2, withheldDigest: "abc", withheldBecause: "30 % would \u{1B}go")
        let command = ShellWords.command(["/usr/bin/invitationctl", "import", "the school"], with: "--confirm", report.withheldDigest)
        #expect(
            report.text(width: nil, confirming: command) == """
                COUNT  OF
                2      pupils
                0      contacts

                The import is WITHHELD, and the old roster stays: 30 % would \\u{1b}go
                New court orders of the feed apply all the same: they were applied at once.
                If the feed is right, confirm exactly this one:
                  invitationctl import --confirm abc 'the school'

                """)
    }

    @Test("R36: an import that brings nothing new says so")
    func unchanged() {
        let text = ImportRosterResponse(pupils: 2, contacts: 3, unchanged: true).text(width: nil, confirming: "")
        #expect(text.hasSuffix("\nThe roster said all of this already: nothing changed.\n"))
    }

    @Test(
        "R11: a list says below itself why nobody of the school can be invited, and what to do where that is known",
        arguments: [
            ("MIS_NOT_LINKED", "MIS_NOT_LINKED, the school's MIS is not linked"),
            ("SCHOOL_PAUSED", "SCHOOL_PAUSED, its email is paused; invitationctl school resume lets it go on"),
            ("OF_LATER\u{7}", "OF_LATER\\u{7}"),
        ])
    func obstacle(reason: String, said: String) {
        let text = ListContactsResponse(nextPageToken: "next", obstacle: reason).text(width: nil)
        #expect(text.contains("\nNobody of the school can be invited at present: \(said)\n\nMore: "))
        #expect(!ListContactsResponse().text(width: nil).contains("Nobody"))
    }

    @Test("R26: a redemption shows what the parent's page shows")
    func redemption() {
        let response = RedeemResponse(
            schoolName: "St \u{1B}Mary", title: "Ms", forename: "Ada", surname: "Ng", childForenames: ["Zoë", "Al"],
            expiresAt: Timestamp(seconds: 1_788_251_400))
        #expect(
            response.text(width: nil) == """
                WHAT         VALUE
                school       St \\u{1b}Mary
                contact      Ms Ada Ng
                children     Zoë, Al
                valid until  2026-09-01T08:30:00Z

                """)
    }

    @Test("R43: declining says what it did and nothing about anybody")
    func declined() {
        #expect(DeclineResponse().text == "The invitation has ended, and the office will see that the address was not the right one.\n")
    }

    @Test("R38: an account's access is told school by school, and never having had one is an answer too")
    func access() {
        let response = CheckAccessResponse(access: [
            Access(schoolID: "s1", contactID: "c1", granted: true, pupilIDs: ["p1", "p2"]),
            Access(schoolID: "s2", contactID: "c9", granted: false),
        ])
        #expect(
            response.text(width: nil) == """
                SCHOOL  CONTACT  ACCESS  PUPILS
                s1      c1       yes     p1 p2
                s2      c9       no

                """)
        #expect(CheckAccessResponse().text(width: nil) == "This account was never bound to a contact.\n")
    }

    @Test("Progress is drawn over itself, on terminals only")
    func progress() {
        let terminal = TestConsole()
        let bar = ProgressBar(terminal.console)
        bar.update(done: 1, of: 2, "pages")
        bar.update(done: 1, of: 2, "pages")
        bar.finish()
        #expect(terminal.errors == "\r[############............] 1/2  pages\u{1B}[K\r\u{1B}[K")
        let file = TestConsole(isTerminal: false)
        ProgressBar(file.console).update(done: 1, of: nil, "pages")
        #expect(file.errors == "")
    }
}
