import CommandLineSupport
import DeliveryReports
import Foundation
import InvitationAPI
import RPC
import Testing

@Suite struct BounceFolderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "bounces-\(UUID().uuidString)")
    private let screen = TestConsole()

    init() throws {
        for name in ["new", "cur"] {
            try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
        }
    }

    private func put(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: "new/\(name)"), atomically: true, encoding: .utf8)
    }

    private func files(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path).sorted()
    }

    private func report(_ word: String) -> String {
        "To: b+\(word)@x.example\nContent-Type: multipart/report; boundary=p\n\n--p\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
            + "Action: failed\nStatus: 5.1.1\n--p--\n"
    }

    @Test("R23: what was taken goes from new to cur; what is no report, or not ours, stays and is told of once")
    func readsOnce() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try put("1.a", report("one"))
        try put("2.b", "Auto-Submitted: auto-replied\n\nI am away.\n")
        try put("3.c", report("forged"))
        try put("4.d:2,", report("four"))
        var reader = BounceFolder(folder.path, console: screen.console)
        var asked: [[String]] = []
        for _ in 0..<2 {
            try await reader.readOnce { request in
                asked.append(request.returnPaths)
                #expect(request.action == .failed && request.status == "5.1.1")
                guard request.returnPaths != ["b+forged@x.example"] else {
                    throw RPCError(.invalidArgument, reason: "RETURN_PATH_UNKNOWN", "not ours", domain: "invitation.v1")
                }
                return ReportBounceResponse(verdict: .bounced)
            }
        }
        #expect(asked == [["b+one@x.example"], ["b+forged@x.example"], ["b+four@x.example"]])
        #expect(try files("new") == ["2.b", "3.c"])
        #expect(try files("cur") == ["1.a:2,S", "4.d:2,"])
        #expect(screen.output == "1.a: BOUNCED\n4.d:2,: BOUNCED\n")
        #expect(
            screen.errors.contains("2.b stays in new: AUTOMATIC_REPLY") && screen.errors.contains("3.c stays in new: RETURN_PATH_UNKNOWN"))
    }

    @Test("A service that does not answer leaves everything where it is; watching goes on when it does")
    func outlasts() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try put("1.a", report("one"))
        let down = RPCError(.unavailable, reason: "NOT_CONNECTED", "down", domain: "ttrpc")
        var once = BounceFolder(folder.path, console: screen.console)
        await #expect(throws: RPCError.self) { try await once.readOnce { _ in throw down } }
        #expect(try files("new") == ["1.a"])

        struct Over: Error {}
        var sleeps = 0
        var watcher = BounceFolder(folder.path, console: screen.console) { _ in
            sleeps += 1
            if sleeps == 2 { throw Over() }
        }
        try await watcher.watch(every: .seconds(1)) { _ in
            if sleeps == 0 { throw down }
            return ReportBounceResponse(verdict: .failed)
        }
        #expect(try files("new").isEmpty)
        #expect(try files("cur") == ["1.a:2,S"])
        #expect(screen.errors.contains("NOT_CONNECTED") && screen.errors.contains("The daemon answers again."))
    }

    @Test("A folder that is no Maildir, and a message that is no report, end with what is wrong")
    func problems() async throws {
        try FileManager.default.removeItem(at: folder)
        var reader = BounceFolder(folder.path, console: screen.console)
        await #expect(throws: UsageError.self) { try await reader.readOnce { _ in ReportBounceResponse() } }
        for problem in ReportProblem.allCases {
            let failure = FailureReport(problem)
            #expect(failure.exitStatus == 67 && failure.text.contains(problem.rawValue))
        }
    }

    @Test("The queue is shown by age as qshape shows it, all together and by school and state")
    func queue() {
        let answer = ListMailResponse(
            ageMinutes: [5, 10],
            rows: [
                MailCounts(schoolID: "A1", state: .queued, counts: [3, 0, 1]),
                MailCounts(schoolID: "B2", state: .held, counts: [0, 0, 12]),
            ])
        #expect(
            answer.text(width: nil) == """
                SCHOOL  STATE   T   5  10  10+
                TOTAL           16  3  0   13
                A1      QUEUED  4   3  0   1
                B2      HELD    12  0  0   12

                """)
        #expect(RetryResponse(mails: 1).text == "1 email is due now.\n")
        #expect(HoldResponse(mails: 2).text == "2 emails wait for invitationctl outbox release.\n")
    }
}
