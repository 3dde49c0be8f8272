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
/// The first of a certificate's names that the table has decides.
public struct RoleMap: Sendable, Hashable {
    private let callers: [String: Caller]

    public init(_ callers: [String: Caller]) { self.callers = callers }

    /// Throws `RoleMapError` naming the line.
    public init(parsing text: String) throws(RoleMapError) {
        var callers: [String: Caller] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            let (name, caller) = try Self.entry(words, line: index + 1)
            guard callers.updateValue(caller, forKey: name) == nil else {
                throw RoleMapError(line: index + 1, problem: "'\(name)' has a line already")
            }
        }
        guard !callers.isEmpty else { throw RoleMapError(line: 0, problem: "it names no certificate, so nobody could call") }
        self.init(callers)
    }

    /// nil: no certificate, or one the table does not know.
    public func caller(of peer: PeerIdentity) -> Caller? {
        for name in peer.subjectAlternativeNames {
            if let caller = callers[name] { return caller }
        }
        return nil
    }

    private static func entry(_ words: [Substring], line: Int) throws(RoleMapError) -> (name: String, caller: Caller) {
        guard words.count == 4 else {
            throw RoleMapError(line: line, problem: "it needs four words: a name, a role, a principal and schools")
        }
        let name = String(words[0])
        guard name.hasPrefix("URI:") || name.hasPrefix("DNS:") else {
            throw RoleMapError(line: line, problem: "the name must start with URI: or DNS:")
        }
        guard let role = Role(rawValue: String(words[1])) else {
            throw RoleMapError(line: line, problem: "'\(words[1])' is no role (\(Role.allCases.map(\.rawValue).joined(separator: ", ")))")
        }
        var schools: Set<SchoolID> = []
        if words[3] != "*" {
            for word in words[3].split(separator: ",") {
                do { schools.insert(try SchoolID(String(word), field: "school")) } catch {
                    throw RoleMapError(line: line, problem: error.message)
                }
            }
        }
        return (name, Caller(role: role, principal: String(words[2]), schools: words[3] == "*" ? .all : .only(schools)))
    }
}

/// What is wrong with a role map, and where.
public struct RoleMapError: Error, Hashable, CustomStringConvertible {
    /// Counted from 1; 0 for the table as a whole.
    public let line: Int
    public let problem: String

    public var description: String { line == 0 ? "the role map is unusable: \(problem)" : "line \(line) of the role map: \(problem)" }
}
