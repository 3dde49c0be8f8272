internal import Invitations
public import RPC

/// Which certificate is whom: the table an operator writes.
///
/// One line a certificate, words separated by blanks, `#` starts a comment:
///
///     # subject alternative name          role          principal       schools
///     URI:spiffe://example.org/portal     portal        portal-backend  A1300000077,A1300000078
///     URI:spiffe://example.org/roster     roster        nightly-feed    *
///
/// Names are printable ASCII and compare byte by byte; DNS names without regard to case (RFC 4343).
public struct RoleMap: Sendable, Equatable {
    /// What the table says of a certificate.
    public enum Finding: Sendable, Hashable {
        /// No certificate, or none of its names has a line.
        case unknown
        case known(Caller)
        /// Its names have lines of different callers. Which one is meant is not ours to guess.
        case ambiguous
    }

    private let callers: [String: Caller]

    /// Throws `RoleMapError` naming the line.
    public init(parsing text: String) throws(RoleMapError) {
        var callers: [String: Caller] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            let (name, caller) = try RoleMapLine(words, number: index + 1).entry()
            guard callers.updateValue(caller, forKey: name) == nil else {
                throw RoleMapError(line: index + 1, problem: "'\(name)' has a line already")
            }
        }
        guard !callers.isEmpty else { throw RoleMapError(line: 0, problem: "it names no certificate, so nobody could call") }
        self.callers = callers
    }

    /// All names count: what one of them grants, another must not widen.
    public func find(_ peer: PeerIdentity) -> Finding {
        var found: Caller?
        for name in peer.subjectAlternativeNames where Self.isPrintable(name) {
            guard let caller = callers[Self.comparable(name)] else { continue }
            if let found, found != caller { return .ambiguous }
            found = caller
        }
        return found.map(Finding.known) ?? .unknown
    }

    /// Swift takes some letters outside ASCII for letters inside it.
    static func isPrintable(_ name: String) -> Bool { name.utf8.allSatisfy { (0x21...0x7E).contains($0) } }

    /// The form in which names compare.
    static func comparable(_ name: String) -> String {
        guard name.hasPrefix("DNS:"), name.utf8.dropFirst(4).contains(where: { (0x41...0x5A).contains($0) }) else { return name }
        return "DNS:" + name.utf8.dropFirst(4).map { String(UnicodeScalar((0x41...0x5A).contains($0) ? $0 | 0x20 : $0)) }.joined()
    }
}

/// One line of a role map.
private struct RoleMapLine {
    let words: [Substring]
    let number: Int

    init(_ words: [Substring], number: Int) {
        self.words = words
        self.number = number
    }

    func entry() throws(RoleMapError) -> (name: String, caller: Caller) {
        guard words.count == 4 else { throw error("it needs four words: a name, a role, a principal and schools") }
        let name = String(words[0])
        guard name.hasPrefix("URI:") || name.hasPrefix("DNS:"), name.utf8.count > 4 else {
            throw error("the name must start with URI: or DNS:")
        }
        guard RoleMap.isPrintable(name) else { throw error("the name must be printable ASCII") }
        guard let role = Role(rawValue: String(words[1])) else {
            throw error("'\(words[1])' is no role (\(Role.allCases.map(\.rawValue).joined(separator: ", ")))")
        }
        guard (1...64).contains(words[2].utf8.count), words[2].utf8.allSatisfy(Self.isOfPrincipal) else {
            throw error("the principal must be 1 to 64 letters, digits and . _ : @ -")
        }
        return (RoleMap.comparable(name), Caller(role: role, principal: String(words[2]), schools: try schools(words[3])))
    }

    private func schools(_ word: Substring) throws(RoleMapError) -> SchoolScope {
        if word == "*" { return .all }
        var schools: Set<SchoolID> = []
        for id in word.split(separator: ",", omittingEmptySubsequences: false) {
            guard id != "*" else { throw error("'*' stands for all schools, alone") }
            do { schools.insert(try SchoolID(String(id), field: "school")) } catch { throw self.error(error.message) }
        }
        return .only(schools)
    }

    /// No slash: the first one separates the principal from the administrator's.
    private static func isOfPrincipal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: ".:_@-".utf8.contains(byte)
        }
    }

    private func error(_ problem: String) -> RoleMapError { RoleMapError(line: number, problem: problem) }
}

/// What is wrong with a role map, and where.
public struct RoleMapError: Error, Hashable, CustomStringConvertible {
    /// Counted from 1; 0 for the table as a whole.
    public let line: Int
    public let problem: String

    public var description: String { line == 0 ? "the role map is unusable: \(problem)" : "line \(line) of the role map: \(problem)" }
}
