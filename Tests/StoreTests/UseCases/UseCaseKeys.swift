import Cryptography
import InvitationStore
import Invitations

/// What the daemon hands in, with keys of the test's own.
struct TestAuthentication: MessageAuthentication {
    private let hmac: HMACSHA256
    init(byte: UInt8) throws { hmac = try HMACSHA256(key: SecretKey(Array(repeating: byte, count: 32))) }
    func code(_ message: [UInt8]) -> [UInt8] { hmac.code(message) }
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(code, for: message) }
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(beginning: beginning, for: message) }
}

extension UseCaseEnvironment {
    static func test(limits: UseCaseLimits = UseCaseLimits()) throws -> UseCaseEnvironment {
        let cipher = try AES256GCM(key: SecretKey(Array(repeating: 7, count: 32)))
        let system = try SystemRandom()
        return UseCaseEnvironment(
            tokens: TokenAuthority(deploymentID: "test", keys: [1: try TestAuthentication(byte: 1)], activeKeyID: 1),
            returnPaths: ReturnPathAuthority(deploymentID: "test", keys: [1: try TestAuthentication(byte: 2)]),
            sealer: Sealer(
                seal: { Base64URL.encode(cipher.seal($0, associatedData: $1, random: system)) },
                open: { text, binding in Base64URL.decode(text).flatMap { try? cipher.open($0, associatedData: binding) } }),
            digest: { SHA256.digest($0) }, random: SeededRandom(seed: 42).source, limits: limits)
    }
}
