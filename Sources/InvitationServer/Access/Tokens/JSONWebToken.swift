internal import Cryptography
internal import ProtobufJSON

/// A signed JWT in compact form (RFC 7515, RFC 7519), taken apart and not yet believed.
struct JSONWebToken {
    /// The longest token that is looked at.
    static let bytesMax = 8192
    /// Claims of our own are flat; identity providers nest some of theirs.
    private static let limits = JSONLimits(bytesMax: bytesMax, depthMax: 8, valuesMax: 2000, numberBytesMax: 32)

    /// What the signature has to be made with, says the token. The key decides whether that is so.
    let algorithm: VerificationKey.Algorithm
    let keyID: String
    /// An object.
    let claims: JSONValue
    let signature: [UInt8]
    /// What the signature covers: header, dot, payload, as they came.
    let signed: [UInt8]

    init(_ text: some Collection<UInt8>) throws(TokenProblem) {
        guard text.count <= Self.bytesMax else { throw .form }
        let bytes = Array(text)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts.contains(where: \.isEmpty), let header = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw .form }
        (algorithm, keyID) = try Self.read(header: try Self.object(header))
        claims = try Self.object(payload)
        self.signature = signature
        signed = Array(bytes[..<parts[1].endIndex])
    }

    /// Header parameters nobody needs are passed over (RFC 7515 section 4); these change what a token means, or where its key comes from.
    private static let refused = ["crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "enc"]

    private static func read(header: JSONValue) throws(TokenProblem) -> (VerificationKey.Algorithm, String) {
        guard refused.allSatisfy({ header[$0] == nil }) else { throw .feature }
        if let type = header["typ"] {
            guard case .string(let type) = type, ["jwt", "at+jwt", "application/jwt", "application/at+jwt"].contains(type.lowercased())
            else {
                throw .feature
            }
        }
        guard header["cty"] == nil else { throw .feature }
        guard case .string(let name) = header["alg"], let algorithm = VerificationKey.Algorithm(rawValue: name) else { throw .algorithm }
        guard case .string(let id) = header["kid"] else { throw .key }
        return (algorithm, id)
    }

    private static func object(_ bytes: [UInt8]) throws(TokenProblem) -> JSONValue {
        guard let value = try? JSONValue(parsing: bytes, limits: limits), case .object = value else { throw .json }
        return value
    }
}
