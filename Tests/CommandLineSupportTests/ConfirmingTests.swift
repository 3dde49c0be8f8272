import CommandLineSupport
import InvitationAPI
import RosterFeed
import Testing

@Suite("R35: confirming a withheld import")
struct ConfirmingTests {
    @Test(
        "The command to confirm is the one that was given, with the digest",
        arguments: [
            (["ctl", "import", "school"], "invitationctl import --confirm d school"),
            (["ctl", "import", "--confirm", "old", "a b", "--json"], "invitationctl import --confirm d 'a b' --json"),
            (["ctl", "import", "it's", "--confirm=old"], "invitationctl import --confirm d 'it'\\''s'"),
            (["ctl", "import", "--", "-x", ""], "invitationctl import --confirm d -- -x ''"),
        ])
    func command(arguments: [String], command: String) {
        #expect(ShellWords.command(arguments, with: "--confirm", "d") == command)
    }

    @Test("The digest of a withheld import travels in the feed's first record")
    func confirmDigest() async throws {
        struct OneSchool: FeedSource {
            var pageCount: Int? { 1 }
            func school() async throws -> FeedDocument {
                FeedDocument(name: "school.json", bytes: Array("{\"data\":{\"id\":\"A1\"}}".utf8))
            }
            func pages() -> AsyncThrowingStream<FeedDocument, any Error> { AsyncThrowingStream { $0.finish() } }
        }
        var options = FeedOptions()
        #expect(options.confirmDigest == "")
        options.confirmDigest = "abc"
        var records = RosterFeed(OneSchool(), options: options).makeAsyncIterator()
        guard case .school(let school)? = try await records.next()?.record else {
            Issue.record("the school is not first")
            return
        }
        #expect(school.confirmDigest == "abc")
    }
}
