import Cryptography

@testable import InvitationStore
@testable import Invitations

extension FuzzTarget {
    /// A page token (R12). An even first byte: the rest is a token. An odd one: it is what a token holds.
    static let pageToken = FuzzTarget(name: "page-token") { input in
        guard let first = input.first else { return }
        let rest = Array(input.dropFirst())
        let tokens = PageTokens(sealer: TokenKeys.sealer)
        let filter = ContactFilter()
        guard first % 2 == 1 else {
            let text = String(decoding: rest, as: UTF8.self)
            guard let cursor = try? tokens.open(text, school: TokenKeys.school, filter: filter) else { return }
            try promise(text == TokenKeys.pageToken, "somebody made a token for \(cursor.bytes)")
            return
        }
        let cursor = ListCursor(bytes: rest)
        let token = tokens.seal(cursor, school: TokenKeys.school, filter: filter)
        try promise(try tokens.open(token, school: TokenKeys.school, filter: filter) == cursor, "a token that opens as another")
        var other = filter
        other.pupilSearch = "a"
        try promise((try? tokens.open(token, school: TokenKeys.school, filter: other)) == nil, "a token that opens for another filter")
        var altered = Array(token.utf8)
        altered[Int(first) * 7 % altered.count] ^= 1
        try promise(
            (try? tokens.open(String(decoding: altered, as: UTF8.self), school: TokenKeys.school, filter: filter)) == nil,
            "an altered token opens")
    }

    /// The token of a link (R28): one text, one generation.
    static let linkToken = FuzzTarget(name: "link-token") { input in
        let text = String(decoding: input, as: UTF8.self)
        guard let token = try? TokenKeys.authority.verify(text) else { return }
        try promise(TokenKeys.authority.token(for: token.nonce, keyID: token.keyID)?.reveal() == text, "two texts for one token")
        try promise(text == TokenKeys.linkToken, "somebody made a link")
    }
}

/// Fixed keys and nonces: the inputs of the corpora were made with them.
private enum TokenKeys {
    static let school = School(
        key: SchoolKey(rowID: 1), id: SchoolID(unchecked: "A1300000101"), name: "", isMISLinked: true, timeZone: "Europe/London",
        hasCourtOrderData: true)

    static let sealer: Sealer = {
        guard let cipher = try? AES256GCM(key: SecretKey(Array(repeating: 7, count: 32))) else {
            preconditionFailure("32 bytes are a key")
        }
        return Sealer(
            seal: { Base64URL.encode(cipher.seal($0, associatedData: $1, random: NoRandomness())) },
            open: { text, binding in Base64URL.decode(text).flatMap { try? cipher.open($0, associatedData: binding) } })
    }()

    /// The only page token there is.
    static let pageToken = PageTokens(sealer: sealer).seal(ListCursor(bytes: [1, 2, 3]), school: school, filter: ContactFilter())

    static let authority: TokenAuthority = {
        guard let code = try? LinkAuthentication(key: SecretKey(Array(repeating: 8, count: 32))) else {
            preconditionFailure("32 bytes are a key")
        }
        return TokenAuthority(deploymentID: "fuzz", keys: [1: code], activeKeyID: 1)
    }()

    /// The only link there is.
    static let linkToken = authority.token(for: InvitationNonce(bytes: Array(1...16)), keyID: 1)?.reveal()
}

private struct LinkAuthentication: MessageAuthentication {
    let hmac: HMACSHA256

    init(key: SecretKey) throws { hmac = try HMACSHA256(key: key) }

    func code(_ message: [UInt8]) -> [UInt8] { hmac.code(message) }
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(code, for: message) }
}

private struct NoRandomness: Cryptography.RandomSource {
    func bytes(_ count: Int) -> [UInt8] { Array(repeating: 9, count: count) }
}
