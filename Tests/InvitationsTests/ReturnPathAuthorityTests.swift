import Cryptography
import Testing

@testable import Invitations

private struct Key: MessageAuthentication {
    let hmac: HMACSHA256
    init(byte: UInt8) throws { hmac = try HMACSHA256(key: SecretKey(Array(repeating: byte, count: 32))) }
    func code(_ message: [UInt8]) -> [UInt8] { hmac.code(message) }
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(code, for: message) }
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(beginning: beginning, for: message) }
}

@Suite("Return paths")
struct ReturnPathAuthorityTests {
    private let nonce = InvitationNonce(bytes: Array(200..<216))
    private let mailedAt = Instant(milliseconds: 1_795_430_527_250)

    private func authority(deployment: String = "test", keys: [UInt8: UInt8] = [1: 0xa1]) throws -> ReturnPathAuthority {
        ReturnPathAuthority(deploymentID: deployment, keys: try keys.mapValues(Key.init))
    }

    @Test("R23: a word names its mail and revision, in any case of letters, and fits a local part")
    func roundTrip() throws {
        let authority = try authority()
        let word = try #require(authority.word(for: nonce, keyID: 1, mailedAt: mailedAt))
        #expect(word.utf8.count == ReturnPathAuthority.wordByteCount)
        #expect(word.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x32...0x37).contains($0) })
        #expect("\(String(repeating: "b", count: ReturnPathAuthority.mailboxBytesMax))+\(word)".utf8.count == 64)
        for address in ["bounces+\(word)@mail.example.org", "Bounces+\(word.uppercased())@MAIL.example.org", "a+b+\(word)@x"] {
            let mail = try #require(authority.verify(address))
            #expect(mail.nonce == nonce)
            #expect(mail.isRevision(mailedAt: mailedAt) && mail.isRevision(mailedAt: Instant(milliseconds: 1_795_430_527_999)))
            #expect(!mail.isRevision(mailedAt: nil) && !mail.isRevision(mailedAt: mailedAt.advanced(by: .seconds(1))))
        }
        #expect(authority.word(for: nonce, keyID: 2, mailedAt: mailedAt) == nil)
    }

    @Test("R23: a changed word, another deployment's or another key's, and no word at all are not ours")
    func forged() throws {
        let authority = try authority()
        let word = try #require(authority.word(for: nonce, keyID: 1, mailedAt: mailedAt))
        for index in word.indices {
            var changed = word
            changed.replaceSubrange(index...index, with: word[index] == "a" ? "b" : "a")
            #expect(authority.verify("bounces+\(changed)@example.org") == nil, "\(changed)")
        }
        for address in [
            "", "@", "+@", word, "bounces+@example.org", "bounces+\(word)", "bounces-\(word)@example.org", "\(word)@example.org",
            "bounces+\(word)a@example.org", "bounces+\(word.dropLast())@example.org", "bounces+\(word.dropLast())é@example.org",
        ] {
            #expect(authority.verify(address) == nil, "\(address)")
        }
        #expect(try self.authority(deployment: "other").verify("b+\(word)@x") == nil)
        #expect(try self.authority(keys: [1: 0xb2]).verify("b+\(word)@x") == nil)
        #expect(try self.authority(keys: [2: 0xa1]).verify("b+\(word)@x") == nil)
        // A key that is verified only still opens what it wrote.
        #expect(try self.authority(keys: [1: 0xa1, 2: 0xb2]).verify("b+\(word)@x") != nil)
    }

    @Test("R31: the code of a return path is none of a link, though nonce and key are the same")
    func purposes() throws {
        let tokens = TokenAuthority(deploymentID: "test", keys: [1: try Key(byte: 0xa1)], activeKeyID: 1)
        let token = try #require(tokens.token(for: nonce, keyID: 1)).reveal()
        let word = try #require(try authority().word(for: nonce, keyID: 1, mailedAt: mailedAt))
        let code = try #require(FixedWidthText.base32.decode(word[...], valueBytes: 31)).suffix(10)
        #expect(!(try #require(FixedWidthText.base64URL.decode(token, valueBytes: 50))).dropFirst(18).starts(with: code))
    }
}
