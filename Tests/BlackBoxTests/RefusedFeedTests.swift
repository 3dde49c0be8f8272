import BuiltDaemon
import Foundation
import Testing

/// Feeds that the daemon refuses for what only the daemon as a whole knows.
@Suite struct RefusedFeedTests {
    @Test("R32: a feed with a time zone that this machine does not know is refused, and the roster stays, whatever is confirmed")
    func unknownTimeZone() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 5).exitCode == 0)
        let before = try await daemon.contacts()

        let pages = daemon.folder.appending(path: "school")
        let school = pages.appending(path: "school.json")
        let text = try String(contentsOf: school, encoding: .utf8)
        // JSON may spell the slash in two ways.
        let adrift = text.replacing(/Europe\\?\/London/, with: "Europe/Atlantis")
        try #require(adrift != text)
        try adrift.write(to: school, atomically: true, encoding: .utf8)
        let refused = try await daemon.ctl("roster", "import", pages.path)
        #expect(refused.exitCode != 0)
        #expect(refused.errors.contains("FEED_INVALID_RECORD") && refused.errors.contains("time_zone"), "\(refused.errors)")
        #expect(try await daemon.contacts() == before)

        // R35: a digest confirms what was withheld, never what is refused.
        #expect(try await daemon.ctl("roster", "import", pages.path, "--confirm", "abc").errors.contains("FEED_INVALID_RECORD"))
        #expect(await daemon.stop() == 0)
    }
}
