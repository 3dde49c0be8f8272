internal import RPC

/// What is wrong with a bearer token: a word for programs and a sentence for whoever integrates a portal. Neither repeats anything of it.
enum TokenProblem: String, Error, Sendable, Hashable, CaseIterable {
    /// Not `Bearer ` and a token, once.
    case header
    /// Not three parts of canonical base64url, or too long.
    case form
    /// A part that is no JSON object, names a key twice, or is nested too deeply.
    case json
    /// A header that asks for what is not done here: `crit`, a key or a certificate in the token, compression, encryption, another type.
    case feature
    /// Not ES256 or EdDSA, or not what the key is for.
    case algorithm
    /// No key id, or none of the key set.
    case key
    case signature
    case issuer
    case audience
    /// `exp`, `nbf` or `iat` is missing where it must be there, or is no time.
    case times
    /// `nbf` or `iat` lies ahead.
    case notYetValid = "not_yet_valid"
    case expired
    case subject
    case role
    case schools

    var error: RPCError {
        self == .expired
            ? AccessReason.tokenExpired.error()
            : AccessReason.tokenInvalid.error("The bearer token is not accepted: \(sentence).", metadata: ["problem": rawValue])
    }

    private var sentence: String {
        switch self {
        case .header: "send metadata authorization once, as 'Bearer ', one space and the token"
        case .form: "it must be a signed JWT of at most \(JSONWebToken.bytesMax) bytes"
        case .json: "its header and claims must be JSON objects that name nothing twice"
        case .feature: "its header asks for something that is not supported, such as crit, jwk, jku or x5u"
        case .algorithm: "its alg must be ES256 or EdDSA, whichever its key is for"
        case .key: "its kid must name a key of the service's key set"
        case .signature: "its signature is not its key's"
        case .issuer: "its iss is not the one this service trusts"
        case .audience: "its aud does not name this service"
        case .times: "exp must be there, and exp, nbf and iat must be seconds since 1970"
        case .notYetValid: "its nbf or iat lies ahead"
        case .expired: "it has expired"
        case .subject: "its sub must be 1 to \(AdministratorClaims.subjectBytesMax) printable ASCII characters"
        case .role: "its role must be \(AdministratorClaims.role)"
        case .schools: "its schools must be a list of school ids, or of '*' alone"
        }
    }
}
