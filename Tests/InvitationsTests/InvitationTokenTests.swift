import Cryptography
import Invitations
import Testing

/// What the daemon hands in.
private struct Key: MessageAuthentication {
    let hmac: HMACSHA256
    init(byte: UInt8) throws { hmac = try HMACSHA256(key: SecretKey(Array(repeating: byte, count: 32))) }
    func code(_ message: [UInt8]) -> [UInt8] { hmac.code(message) }
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(code, for: message) }
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(beginning: beginning, for: message) }
}

@Suite("Invitation tokens")
struct InvitationTokenTests {
    private let nonce = InvitationNonce(bytes: Array(0..<16))

    private func authority(
        deployment: String = "test", keys: [UInt8: UInt8] = [1: 0xa1], active: UInt8 = 1
    ) throws -> TokenAuthority {
        TokenAuthority(deploymentID: deployment, keys: try keys.mapValues(Key.init), activeKeyID: active)
    }

    private func text(_ authority: TokenAuthority, keyID: UInt8 = 1) throws -> String {
        try #require(authority.token(for: nonce, keyID: keyID)).reveal()
    }

    @Test("R31: a token verifies under its key, and says its key id and nonce")
    func verifies() throws {
        let authority = try authority()
        let text = try text(authority)
        #expect(text.utf8.count == InvitationToken.textByteCount)
        #expect(try authority.verify(text) == authority.verify(text))
        #expect(try authority.verify(text).nonce == nonce)
        #expect(try authority.verify(text).keyID == 1)
    }

    @Test("R31: it is a code over label, deployment, version, key id and nonce")
    func form() throws {
        let bytes = try #require(Base64URL.decode(try text(authority())))
        #expect(Array(bytes.prefix(18)) == [1, 1] + nonce.bytes)
        let message = Array("invitation token\0".utf8) + [4] + Array("test".utf8) + bytes.prefix(18)
        let key = try HMACSHA256(key: SecretKey(Array(repeating: 0xa1, count: 32)))
        #expect(key.code(message) == Array(bytes.dropFirst(18)))
    }

    @Test("R31: keys rotate: new tokens use the active key, old ones still verify, and none of a key that is gone")
    func rotation() throws {
        let before = try authority()
        let old = try text(before)
        let after = try authority(keys: [1: 0xa1, 2: 0xb2], active: 2)
        #expect(try after.verify(old).keyID == 1)
        #expect(try after.verify(text(after, keyID: 2)).keyID == 2)
        let later = try authority(keys: [2: 0xb2], active: 2)
        #expect(throws: InvitationError.unknownToken) { try later.verify(old) }
        #expect(later.token(for: nonce, keyID: 1) == nil)
    }

    @Test("R31: another deployment's token, or one of another key, is none")
    func foreign() throws {
        let ours = try authority()
        let theirs = try text(try authority(deployment: "tset"))
        #expect(throws: InvitationError.unknownToken) { try ours.verify(theirs) }
        let forged = try text(try authority(keys: [1: 0xa2]))
        #expect(throws: InvitationError.unknownToken) { try ours.verify(forged) }
    }

    @Test("R28: every token that differs in one character is refused like any other")
    func everyVariation() throws {
        let authority = try authority()
        let genuine = Array(try text(authority).utf8)
        for place in genuine.indices {
            for other in "ABab01-_+/= ".utf8 where other != genuine[place] {
                var varied = genuine
                varied[place] = other
                #expect(throws: InvitationError.unknownToken) { try authority.verify(String(decoding: varied, as: UTF8.self)) }
            }
        }
    }

    @Test(
        "R28: a malformed token is refused",
        arguments: ["", "A", "=", "é", String(repeating: "A", count: 67), String(repeating: "_", count: 100_000)])
    func malformed(text: String) throws {
        let authority = try authority()
        #expect(throws: InvitationError.unknownToken) { try authority.verify(text) }
    }

    @Test("R28: a token with something before or behind it is refused")
    func padded() throws {
        let authority = try authority()
        let text = try text(authority)
        for variant in [text + "=", text + "A", " " + text, text + "\n", String(text.dropLast())] {
            #expect(throws: InvitationError.unknownToken) { try authority.verify(variant) }
        }
    }

    @Test("R31: no way of printing a token prints it")
    func neverPrinted() throws {
        let token = try #require(try authority().token(for: nonce, keyID: 1))
        var dumped = ""
        dump(token, to: &dumped)
        dump([token], to: &dumped)
        for text in ["\(token)", String(describing: token), String(reflecting: token), String(reflecting: [token]), dumped] {
            #expect(!text.contains(token.reveal()))
            #expect(!text.contains("bytes"))
        }
    }
}
