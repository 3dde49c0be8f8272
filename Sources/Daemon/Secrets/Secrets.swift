public import Cryptography
internal import InvitationStore
public import Invitations

extension HMACSHA256: MessageAuthentication {}

/// What the keys of the key file are used for.
struct Secrets {
    let tokens: TokenAuthority
    let returnPaths: ReturnPathAuthority
    let sealer: Sealer

    /// `deploymentID` comes from the database, so that a key shared by two deployments opens only one's links (R31).
    init(_ keys: KeyFile, deploymentID: [UInt8], random: SystemRandom) throws {
        var authentication: [UInt8: any MessageAuthentication] = [:]
        var ofReturnPaths: [UInt8: any MessageAuthentication] = [:]
        for key in keys.link {
            authentication[key.id] = try HMACSHA256(key: key.secret)
            ofReturnPaths[key.id] = try HMACSHA256(key: HKDF.derive(from: key.secret, purpose: "return paths"))
        }
        guard let active = keys.link.first(where: \.isActive) else {
            throw StartupError(.configuration, "The key file has no active link key.")
        }
        tokens = TokenAuthority(
            deploymentID: Base64URL.encode(deploymentID), keys: authentication, activeKeyID: active.id)
        returnPaths = ReturnPathAuthority(deploymentID: Base64URL.encode(deploymentID), keys: ofReturnPaths)

        let cipher = try AES256GCM(key: HKDF.derive(from: keys.seal.secret, purpose: "page and plan tokens"))
        sealer = Sealer(
            seal: { plaintext, binding in Base64URL.encode(cipher.seal(plaintext, associatedData: binding, random: random)) },
            open: { text, binding in
                guard let sealed = Base64URL.decode(text) else { return nil }
                return try? cipher.open(sealed, associatedData: binding)
            })
    }
}
