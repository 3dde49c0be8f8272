internal import Cryptography

#if canImport(Glibc)
    internal import Glibc
#endif

/// The secrets of a deployment, in one file outside the database (R31), readable by the daemon alone.
///
/// One line a key, words separated by blanks, `#` starts a comment:
///
///     link 1 active 64-hex-digits      signs the links in emails
///     link 0 verify 64-hex-digits      an older one: still recognised
///     seal 1 active 64-hex-digits      page tokens and plan tokens
///
/// Rotation: add a new active line and turn the old one to `verify`; keep it for 400 days after its last use.
public struct KeyFile: Sendable {
    struct Key: Sendable {
        var id: UInt8
        var isActive: Bool
        var secret: SecretKey
    }
    var link: [Key] = []
    var seal: Key

    /// Throws `StartupError`; never says what a line holds.
    public init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StartupError(.file, "The key file \(path) cannot be read: make one with 'invitationd new-keys'.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StartupError(.configuration, "The key file \(path) is open to others than its owner: chmod 600.")
        }
        try self.init(parsing: try readText(path), path: path)
    }

    init(parsing text: String, path: String) throws {
        var seals: [Key] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            guard words.count == 4, let id = UInt8(words[1]), ["active", "verify"].contains(words[2]),
                let secret = Self.hex(words[3]), secret.count == 32
            else { throw StartupError(.configuration, "Line \(index + 1) of \(path) is not 'link|seal ID active|verify 64-hex-digits'.") }
            let key = Key(id: id, isActive: words[2] == "active", secret: SecretKey(secret))
            switch words[0] {
            case "link": link.append(key)
            case "seal": seals.append(key)
            default: throw StartupError(.configuration, "Line \(index + 1) of \(path) names neither link nor seal.")
            }
        }
        guard link.filter(\.isActive).count == 1, Set(link.map(\.id)).count == link.count else {
            throw StartupError(.configuration, "\(path) must have exactly one active link key, and each id once.")
        }
        guard seals.count == 1, seals[0].isActive else {
            throw StartupError(.configuration, "\(path) must have exactly one seal key, active.")
        }
        seal = seals[0]
    }

    /// A new file's text, from fresh randomness.
    public static func fresh() throws -> String {
        let random = try SystemRandom()
        func line(_ purpose: String) -> String { "\(purpose) 1 active \(hex(random.bytes(32)))\n" }
        return "# Keys of the invitation service. Losing them makes every link in every email worthless; whoever has them can make links.\n"
            + line("link") + line("seal")
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private static func hex(_ text: Substring) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        var rest = text
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
