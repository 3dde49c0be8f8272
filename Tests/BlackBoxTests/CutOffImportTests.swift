import BuiltDaemon
import Foundation
import Testing

/// A feed whose sender goes away in the middle, as the daemon sees it.
@Suite struct CutOffImportTests {
    @Test("R32, R39, R8: an import whose client goes away leaves the old roster, and erasing and lifting wait for nobody afterwards")
    func clientGoesAway() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        // More than one slice of pupils before the last page, so that rows stand beside the roster when it is cut off.
        #expect(try await daemon.importSampleSchool(pupils: 620).exitCode == 0)
        // The MIS stops speaking of its court orders: they stand, and are the office's to lift.
        let pages = daemon.folder.appending(path: "school")
        try change(pages) { $0.replacing("\"court_order\":true", with: "\"court_order\":null") }
        #expect(try await daemon.ctl("roster", "import", pages.path).exitCode == 0)
        let before = try await daemon.contacts()
        let barred = try #require(before.first { $0.notInvitableBecause == "COURT_ORDER" }?.id)
        let erased = try #require(before.first { $0.isInvitable }?.id)

        // Everybody is called otherwise in the feed that is cut off, and its last page never comes.
        try change(pages) { $0.replacing("\"surname\":\"", with: "\"surname\":\"New ") }
        let server = try SchoolSystem(pages: pages, school: BuiltDaemon.school, isLastSilent: true)
        let token = daemon.folder.appending(path: "token")
        try Data("token\n".utf8).write(to: token)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token.path)
        let client = try daemon.startCtl("roster", "import", "--from", server.url, "--token-file", token.path)
        func lift() async throws -> Outcome {
            try await daemon.ctl(
                "portal", "contact", "lift-court-order", barred, "--reason", "COURT_LETTER_SEEN", "--pupil", "nobody", "--yes")
        }
        func erase() async throws -> Outcome { try await daemon.ctl("portal", "contact", "erase", erased, "--yes") }
        try await repeatedly("the import is running") { try await lift().errors.contains("IMPORT_IN_PROGRESS") }
        #expect(try await erase().errors.contains("IMPORT_IN_PROGRESS"))
        #expect(client.isRunning)
        kill(client.processIdentifier, SIGKILL)
        client.waitUntilExit()

        try await repeatedly("the contact is erased") { try await erase().exitCode == 0 }
        let lifted = try await daemon.ctl("portal", "contact", "lift-court-order", barred, "--reason", "COURT_LETTER_SEEN", "--yes")
        #expect(lifted.exitCode == 0 && lifted.output.contains("lifted with respect to"), "\(lifted.output)\(lifted.errors)")
        let after = try await daemon.contacts()
        #expect(after.map(\.id) == before.map(\.id).filter { $0 != erased })
        #expect(after.first { $0.id == barred }?.isInvitable == true)
        #expect(try await daemon.ctl("portal", "list", "--all", "--json").output.contains("New ") == false)
        #expect(await daemon.stop() == 0)
        _ = server.stop()
        #expect(!daemon.log().contains("\"level\":\"error\""), "\(daemon.log())")
    }

    /// Every page of a feed in a folder.
    private func change(_ pages: URL, _ edit: (String) -> String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: pages.path) where name.hasPrefix("students") {
            let file = pages.appending(path: name)
            try edit(String(contentsOf: file, encoding: .utf8)).write(to: file, atomically: true, encoding: .utf8)
        }
    }
}

/// Asks again and again, for at most half a minute: each question is a program's run.
private func repeatedly(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !isSo() { try #require(ContinuousClock.now < deadline, "half a minute passed before \(what)") }
}
