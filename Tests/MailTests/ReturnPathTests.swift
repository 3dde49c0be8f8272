import Invitations
import Testing

@testable import Mail

@Suite("The envelope's sender")
struct ReturnPathTests {
    private func settings(_ bounceAddress: String?) throws -> MailSettings {
        try MailSettings(
            from: "invitations@mail.example.org", bounceAddress: bounceAddress, linkBase: "https://parents.example.org/join", appName: "App"
        )
    }

    private let invitation = Invitation(
        generation: 1, nonce: InvitationNonce(bytes: Array(0..<16)), tokenKeyID: 1, invitedAt: sampleNow, mailedTo: "a@example.net")

    @Test("R23: with a mailbox for reports the sender is the mailbox with the mail's word, the same at each attempt; without, it is From")
    func senders() throws {
        let path = ReturnPath(try settings("Bounces@mail.example.org"), authority: sampleReturnPaths)
        let sender = path.sender(of: invitation, mailedAt: sampleNow)
        #expect(sender.hasPrefix("Bounces+") && sender.hasSuffix("@mail.example.org"))
        #expect(sender == path.sender(of: invitation, mailedAt: sampleNow))
        #expect(sender != path.sender(of: invitation, mailedAt: sampleNow.advanced(by: .seconds(1))))
        #expect(sampleReturnPaths.verify(sender)?.nonce == invitation.nonce)
        #expect(EmailAddress(sender) != nil)
        let without = ReturnPath(try settings(nil), authority: sampleReturnPaths)
        #expect(without.sender(of: invitation, mailedAt: sampleNow) == "invitations@mail.example.org")
    }

    @Test("R23: the mailbox leaves room for a word: 13 characters and not 14, and no plus sign")
    func mailbox() throws {
        #expect(throws: Never.self) { try settings("abcdefghijklm@mail.example.org") }
        for wrong in ["abcdefghijklmn@mail.example.org", "a+b@mail.example.org", "bounces", "bouncés@mail.example.org"] {
            #expect(throws: MailSettingsError.self) { try settings(wrong) }
        }
    }
}
