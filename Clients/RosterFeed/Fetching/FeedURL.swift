/// A URL of the school's system. It is taken apart here and put together again, so that what was checked is what libcurl is given.
///
/// Strict, because a token goes there: absolute, `https` or `http`, no user information, no fragment, plain ASCII (RFC 3986).
struct FeedURL: Hashable, Sendable {
    /// Whom one talks to: URLs with the same origin may be sent the same token.
    struct Origin: Hashable, Sendable, CustomStringConvertible {
        var isSecure: Bool
        /// Lower case; an IPv6 address has its brackets.
        var host: String
        var port: Int

        /// `https://api.example`, with the port where it is not the scheme's own.
        var description: String {
            (isSecure ? "https://" : "http://") + host + (port == Self.port(isSecure) ? "" : ":\(port)")
        }

        /// Never leaves this machine: 127.0.0.0/8 in full, `[::1]`, or `localhost`, which libcurl does not look up.
        var isLoopback: Bool {
            if host == "localhost" || host == "[::1]" { return true }
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            // Strict: "127.1" and "0127.0.0.1" are read differently by different programs.
            return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0).map(String.init) == String($0) }
        }

        static func port(_ isSecure: Bool) -> Int { isSecure ? 443 : 80 }
    }

    var origin: Origin
    /// Begins with `/`.
    var path: String
    var query: String?

    /// As in an error: the query may say whom it is about.
    var withoutQuery: String { origin.description + path }

    /// What is asked of the origin: path and query.
    var target: String { path + (query.map { "?" + $0 } ?? "") }

    static let bytesMax = 8192

    init(_ text: String) throws(Flaw) {
        guard text.utf8.count <= Self.bytesMax else { throw .tooLong }
        guard text.utf8.allSatisfy(Self.isAllowed) else { throw .characters }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { throw .notAbsolute }
        let isSecure: Bool
        switch text[..<colon].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw .scheme
        }
        guard !text.contains("#") else { throw .fragment }
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .userInformation }
        origin = try Self.origin(authority, isSecure)
        let target = rest.dropFirst(authority.count)
        let path = target.prefix { $0 != "?" }
        self.path = path.isEmpty ? "/" : String(path)
        query = path.count == target.count ? nil : String(target.dropFirst(path.count + 1))
    }

    private static func origin(_ authority: Substring, _ isSecure: Bool) throws(Flaw) -> Origin {
        var host = authority
        var port = Origin.port(isSecure)
        let isBracketed = authority.hasPrefix("[")
        // Without a bracket the first colon begins the port, and there may be no second.
        let hostEnd = isBracketed ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        if let hostEnd {
            host = authority[..<hostEnd]
            let suffix = authority[hostEnd...]
            if !suffix.isEmpty {
                let digits = suffix.dropFirst()
                guard suffix.first == ":", digits.count <= 5, digits.allSatisfy(\.isNumber), let number = Int(digits),
                    (1...65535).contains(number)
                else { throw .port }
                port = number
            }
        }
        let name = isBracketed ? host.dropFirst().dropLast() : host
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
                UInt8(ascii: "."):
                true
            case UInt8(ascii: ":"): isBracketed
            case UInt8(ascii: "g")...UInt8(ascii: "z"), UInt8(ascii: "G")...UInt8(ascii: "Z"), UInt8(ascii: "-"): !isBracketed
            default: false
            }
        }
        guard isName, !name.isEmpty, name.count <= 253, !isBracketed || host.hasSuffix("]") else { throw .host }
        return Origin(isSecure: isSecure, host: host.lowercased(), port: port)
    }

    /// Printable ASCII but for what no URL holds, and the backslash, which some programs take for a slash.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }
}

extension FeedURL {
    /// What is wrong with a URL. Never repeats it: there may be a password in it.
    enum Flaw: Error, Hashable, Sendable {
        case notAbsolute, scheme, userInformation, fragment, host, port, characters, tooLong
        case notSecure, query, noSchool

        /// In words, to follow "the URL".
        var problem: String {
            switch self {
            case .notAbsolute: "must be absolute, such as https://api.example/v1.0/schools/ID"
            case .scheme: "must begin with https://"
            case .userInformation: "must not hold a user or a password: the token comes from a file"
            case .fragment: "must not have a part after a #"
            case .host: "has no usable host"
            case .port: "has no usable port"
            case .characters: "holds characters that no URL has"
            case .tooLong: "has more than \(FeedURL.bytesMax) bytes"
            case .notSecure: "must begin with https://: http is only for this machine itself (127.0.0.1, ::1, localhost)"
            case .query: "must not have a part after a ?: we ask for what we need ourselves"
            case .noSchool: "must end with the school's id, such as https://api.example/v1.0/schools/ID"
            }
        }
    }
}
