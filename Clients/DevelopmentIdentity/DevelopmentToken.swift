internal import Cryptography

/// A throw-away token that names an administrator, and the key set that lets a daemon in development mode accept it.
public struct DevelopmentToken: Sendable {
    /// `aud`, unless another is asked for.
    public static let audienceDefault = "invitations"

    /// Who the administrator is.
    public var subject: String
    /// Schools they may speak of; empty: all that the certificate may.
    public var schools: [String]
    public var audience: String
    /// Seconds since 1970.
    public var issuedAt: Int64
    /// Seconds.
    public var lifetime: Int64

    public init(subject: String, schools: [String], audience: String = audienceDefault, issuedAt: Int64, lifetime: Int64) {
        self.subject = subject
        self.schools = schools
        self.audience = audience
        self.issuedAt = issuedAt
        self.lifetime = lifetime
    }

    /// The JWT in compact form.
    public func signed(by key: SigningKey) -> String {
        let header = #"{"alg":"\#(key.algorithm.rawValue)","kid":"\#(Self.keyID(key.algorithm))","typ":"JWT"}"#
        let schools = self.schools.isEmpty ? ["*"] : self.schools
        let claims =
            #"{"iss":"\#(DevelopmentMark.name)","aud":\#(json(audience)),"sub":\#(json(subject)),"role":"administrator","#
            + #""schools":[\#(schools.map(json).joined(separator: ","))],"iat":\#(issuedAt),"exp":\#(issuedAt + lifetime)}"#
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        return signed + "." + Base64URL.encode(key.signature(for: Array(signed.utf8)))
    }

    /// A JWKS file (RFC 7517) with the public halves.
    public static func keySet(_ keys: [SigningKey]) -> String {
        let entries = keys.map { key in
            let parts = key.publicParts.map { Base64URL.encode($0) }
            let point =
                key.algorithm == .es256
                ? #""kty":"EC","crv":"P-256","x":"\#(parts[0])","y":"\#(parts[1])""#
                : #""kty":"OKP","crv":"Ed25519","x":"\#(parts[0])""#
            return #"  {"kid":"\#(keyID(key.algorithm))",\#(point),"alg":"\#(key.algorithm.rawValue)","use":"sig"}"#
        }
        return "{\"keys\":[\n\(entries.joined(separator: ",\n"))\n]}\n"
    }

    private static func keyID(_ algorithm: VerificationKey.Algorithm) -> String { "\(DevelopmentMark.name)-\(algorithm.rawValue)" }

    private func json(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
