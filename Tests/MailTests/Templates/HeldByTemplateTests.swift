import Foundation
import InvitationStore
import Invitations
import Testing

@testable import Mail

@Suite("Mail and the school's own templates")
struct HeldByTemplateTests {
    /// Two schools, one of which has a template of its own.
    private struct Schools {
        let disk: SchoolOnDisk
        let templates: TemplatesOnDisk
        let shelf: TemplateShelf
        let adapter = ScriptedAdapter([DeliveryAnswer(.temporary, "451 later", reachedData: false)])
        let worker: OutboxDelivery
        let sleep = ManualSleep()

        init(own: String) async throws {
            disk = try SchoolOnDisk()
            templates = try TemplatesOnDisk()
            try templates.write("A1/subject.mustache", own)
            shelf = try templates.shelf()
            worker = try disk.worker(adapter, waiting: sleep, letters: sampleRenderer(shelf))
            try await disk.importRoster(["Oakes"])
            try await disk.importRoster(["Elm"], school: "A2")
        }

        func close() {
            disk.close()
            templates.remove()
        }

        /// Of the messages that were handed over.
        func subjects() throws -> [String] {
            try ParsedMessage.parse(adapter.handed.map(\.bytes)).map { $0.headers["Subject"]?.first ?? "" }
        }

        func invitation(_ surname: String, _ school: String) async throws -> Invitation? {
            try await disk.invitations([surname], school: school).first ?? nil
        }
    }

    static let problem = "A1/subject.mustache, line 1: {{surname}} is unknown; \(TemplateScanTests.names)"

    @Test("R23: a school whose template cannot be used has its mail held for that, another's goes; mended, it is released, and goes")
    func heldAndReleased() async throws {
        let schools = try await Schools(own: "{{surname}}")
        defer { schools.close() }
        let (disk, worker) = (schools.disk, schools.worker)
        try await disk.invite(["Oakes"])
        try await disk.invite(["Elm"], school: "A2")
        #expect(try await worker.deliverOnce())
        #expect(schools.adapter.handed.map(\.recipient) == ["elm@example.net"])
        let held = try #require(try await schools.invitation("Oakes", "A1"))
        #expect(held.delivery == .held && held.mailedAt == nil)
        #expect(held.deliveryDetail == "the school's email template cannot be used: A1/subject.mustache, line 1")
        let (school, open, events) = try await disk.store.read { transaction in
            let school = try #require(try transaction.school(SchoolID(unchecked: "A1")))
            let key = try #require(try transaction.contacts([ContactID(unchecked: "Oakes")], of: school).first ?? nil).key
            return (school, try transaction.openMail(of: key), try transaction.events(of: key, before: nil, limit: 9))
        }
        #expect(open?.hold == .template && open?.dueAt == nil)
        #expect(events.first?.kind == "MAIL_HELD" && events.first?.detail == "TEMPLATE")

        // While it is as it was, nothing is released, and no attempt is used up.
        try await worker.releaseMended()
        #expect(try await worker.claim().leasedCount == 0)
        try schools.templates.write("A1/subject.mustache", "{{school}} mended")
        try schools.shelf.reload()
        try await worker.releaseMended()
        let history = try await disk.store.read { try $0.events(of: school, after: 0, limit: 100) }
        #expect(history.last?.kind == "MAIL_RELEASED" && history.last?.detail == "mails 1, TEMPLATE" && history.last?.actor == "outbox")
        let claim = try await worker.claim()
        #expect(claim.ready.map(\.mail.attempts) == [0])
        for mail in claim.ready { await worker.handOver(mail) }
        #expect(schools.adapter.handed.map(\.recipient) == ["elm@example.net", "oakes@example.net"])
        #expect(try schools.subjects().last == "Wexcombe Primary School mended")
        #expect(try await schools.invitation("Oakes", "A1")?.delivery == .sent)
        try await worker.releaseMended()
        #expect(try await worker.claim().leasedCount == 0)
    }

    @Test(
        "R23: the running worker notices by itself that templates were read again; a daemon that starts with good ones releases too",
        .timeLimit(.minutes(1)))
    func runningWorker() async throws {
        let schools = try await Schools(own: "{{surname}}")
        defer { schools.close() }
        try await schools.disk.invite(["Oakes"])
        #expect(try await schools.worker.deliverOnce())
        // As after a restart: this worker has never seen the bad ones.
        try schools.templates.write("A1/subject.mustache", "{{school}} mended")
        let fresh = try schools.disk.worker(
            schools.adapter, waiting: schools.sleep, letters: sampleRenderer(try schools.templates.shelf()))
        let first = Task { await fresh.run() }
        await schools.adapter.waitForHanded(1)
        first.cancel()
        await first.value

        try await schools.disk.importRoster(["Oakes", "Ash"])
        try await schools.disk.invite(["Ash"])
        let running = Task { await schools.worker.run() }
        var sleeps = schools.sleep.sleeps.makeAsyncIterator()
        _ = await sleeps.next()
        while try await schools.invitation("Ash", "A1")?.delivery != .held { _ = await sleeps.next() }
        try schools.shelf.reload()
        schools.disk.bell.ring()
        await schools.adapter.waitForHanded(2)
        running.cancel()
        await running.value
        #expect(schools.adapter.handed.last?.recipient == "ash@example.net")
    }

    @Test("R20: what was claimed goes with its bytes, whatever became of the templates since; what is claimed later has the new ones")
    func fixedBytesStay() async throws {
        let schools = try await Schools(own: "{{school}} before")
        defer { schools.close() }
        let (disk, worker) = (schools.disk, schools.worker)
        try await disk.invite(["Oakes"])
        let claim = try await worker.claim()
        try schools.templates.write("A1/subject.mustache", "{{school}} after")
        try schools.shelf.reload()
        // Put off once, then again with templates that could not write anything any more.
        for mail in claim.ready { await worker.handOver(mail) }
        try schools.templates.write("A1/subject.mustache", "{{surname}}")
        try schools.shelf.reload()
        disk.advance(by: .seconds(3600))
        #expect(try await worker.deliverOnce())
        #expect(schools.adapter.handed.count == 2)
        #expect(Set(schools.adapter.handed.map(\.bytes)).count == 1)
        #expect(try schools.subjects() == Array(repeating: "Wexcombe Primary School before", count: 2))
        #expect(try await schools.invitation("Oakes", "A1")?.delivery == .sent)

        try schools.templates.write("A1/subject.mustache", "{{school}} after")
        try schools.shelf.reload()
        try await disk.importRoster(["Oakes", "Ash"])
        try await disk.invite(["Ash"])
        #expect(try await worker.deliverOnce())
        #expect(try schools.subjects().last == "Wexcombe Primary School after")
    }

    @Test("R19: a preview shows the school's own template, and is refused with a reason of its own when that cannot be used")
    func preview() async throws {
        let schools = try await Schools(own: "{{school}}: Gwahoddiad")
        defer { schools.close() }
        let preview = PreviewEmail(write: try sampleRenderer(schools.shelf).preview)
        @Sendable func subject(_ surname: String, _ school: String) async throws -> String {
            try await schools.disk.store.read {
                try preview.run(ContactID(unchecked: surname), of: SchoolID(unchecked: school), in: $0).subject
            }
        }
        #expect(try await subject("Oakes", "A1") == "Wexcombe Primary School: Gwahoddiad")
        try schools.templates.write("A1/subject.mustache", "{{surname}}")
        try schools.shelf.reload()
        #expect(try await subject("Elm", "A2") == "Wexcombe Primary School: your invitation to Parent App")
        await #expect(
            throws: InvitationError(
                .templateUnusable,
                "The school's email template cannot be used, and its email is held until it is mended. \(Self.problem)",
                ["file": "A1/subject.mustache", "line": "1"])
        ) { try await subject("Oakes", "A1") }
    }
}
