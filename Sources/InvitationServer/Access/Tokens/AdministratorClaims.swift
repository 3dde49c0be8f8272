internal import Invitations
internal import ProtobufJSON

/// What an administrator's token says once its signature is known to be good.
struct AdministratorClaims: Hashable {
    static let role = "administrator"
    static let subjectBytesMax = 128
    static let schoolsMax = 1000
    /// What clocks of two machines may differ by.
    static let leeway = Duration.seconds(60)

    let subject: String
    let schools: SchoolScope
    /// When it stops being accepted, the leeway counted in.
    let acceptedUntil: Instant

    init(_ claims: JSONValue, issuer: String, audience: String, now: Instant) throws(TokenProblem) {
        guard case .string(let iss) = claims["iss"], iss.utf8.elementsEqual(issuer.utf8) else { throw .issuer }
        guard Self.names(claims["aud"], audience) else { throw .audience }
        guard let expiry = try Self.time(claims["exp"]) else { throw .times }
        acceptedUntil = expiry.advanced(by: Self.leeway)
        for name in ["nbf", "iat"] {
            if let start = try Self.time(claims[name]), now.advanced(by: Self.leeway) < start { throw .notYetValid }
        }
        guard now < acceptedUntil else { throw .expired }
        guard case .string(let sub) = claims["sub"], (1...Self.subjectBytesMax).contains(sub.utf8.count),
            sub.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .subject }
        subject = sub
        guard claims["role"] == .string(Self.role) else { throw .role }
        schools = try Self.schools(claims["schools"])
    }

    /// A text, or a list of texts, one of which must be it (RFC 7519 section 4.1.3).
    private static func names(_ claim: JSONValue?, _ audience: String) -> Bool {
        let members: [JSONValue]
        switch claim {
        case .string: members = claim.map { [$0] } ?? []
        case .array(let list): members = list
        default: return false
        }
        return members.contains { if case .string(let text) = $0 { text.utf8.elementsEqual(audience.utf8) } else { false } }
    }

    /// NumericDate (RFC 7519 section 2): seconds, perhaps with a fraction. nil when it is not there.
    private static func time(_ claim: JSONValue?) throws(TokenProblem) -> Instant? {
        guard let claim else { return nil }
        // To the year 5138: far enough, and nothing overflows.
        guard case .number(let literal) = claim, let seconds = Double(literal), (0...1e11).contains(seconds) else { throw .times }
        return Instant(milliseconds: Int64(seconds * 1000))
    }

    private static func schools(_ claim: JSONValue?) throws(TokenProblem) -> SchoolScope {
        guard case .array(let list) = claim, (1...schoolsMax).contains(list.count) else { throw .schools }
        if list == [.string("*")] { return .all }
        var schools: Set<SchoolID> = []
        for member in list {
            guard case .string(let text) = member, text != "*", let school = try? SchoolID(text, field: "schools") else { throw .schools }
            schools.insert(school)
        }
        return .only(schools)
    }
}
