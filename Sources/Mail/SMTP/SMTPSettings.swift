/// Where and how mail is handed to a relay.
public struct SMTPSettings: Sendable {
    /// A DNS name or an address, which the relay's certificate must name.
    public var host: String
    public var port: Int
    public var security: Security
    /// PEM file of the authorities to trust *instead of* the system's; nil: the system's.
    public var authoritiesFile: String?
    /// nil: the relay knows us by our address or certificate.
    public var credentials: Credentials?
    public var clientCertificate: ClientCertificate?
    /// What EHLO says.
    public var heloName: String
    /// Threads, and so transactions, at once; at most so many mails are repeated after a crash.
    public var connections = 4
    public var timeouts = Timeouts()
    public var messagesPerConnectionMax = 100
    public var connectionAgeMax = Duration.seconds(300)

    /// Whether TLS protects the conversation. There is no "if the relay has it".
    public enum Security: String, Sendable, CaseIterable {
        /// STARTTLS (RFC 3207), refused without.
        case startTLS = "starttls"
        /// TLS from the first byte (RFC 8314).
        case implicit
        /// Plain: to this machine only.
        case none
    }

    /// A user's name and password; describes itself without either.
    public struct Credentials: Sendable, CustomStringConvertible, CustomReflectable {
        let username: String
        private let password: String

        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }

        public var description: String { "credentials" }
        public var customMirror: Mirror { Mirror(self, children: []) }
        func revealPassword() -> String { password }
    }

    /// PEM files.
    public struct ClientCertificate: Sendable, Hashable {
        public var certificatePath: String
        public var keyPath: String

        public init(certificatePath: String, keyPath: String) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    /// Each bounds one thing; `total` bounds a transaction with all in it.
    public struct Timeouts: Sendable, Hashable {
        /// Until the relay has greeted, agreed on TLS and let us in.
        public var connect = Duration.seconds(30)
        /// For each reply but the last.
        public var reply = Duration.seconds(60)
        /// For the reply to the message: a relay that looks into it takes its time, and whoever hangs up early sends twice
        /// (RFC 5321 §4.5.3.2.6 asks for ten minutes).
        public var finalReply = Duration.seconds(600)

        public init() {}

        /// A transaction never lasts longer.
        public var total: Duration { connect + reply * 4 + finalReply }
    }

    /// An attempt never lasts longer: a connection that turns out to be dead costs the wait for two replies before it, to RSET and MAIL.
    public var attemptMax: Duration { timeouts.total + timeouts.reply * 2 + .seconds(10) }

    /// Throws `SMTPSettingsError` for what no conversation may be held with.
    public init(
        host: String, port: Int, security: Security, heloName: String, credentials: Credentials? = nil
    ) throws(SMTPSettingsError) {
        guard Self.isHost(host) else { throw SMTPSettingsError(key: "host", problem: "is no host's name or address") }
        guard Self.isHost(heloName) else { throw SMTPSettingsError(key: "heloName", problem: "is no host's name or address") }
        if security == .none {
            guard ["localhost", "127.0.0.1", "::1"].contains(host) else {
                throw SMTPSettingsError(key: "tls", problem: "may be none for 127.0.0.1, ::1 and localhost only")
            }
            guard credentials == nil else {
                throw SMTPSettingsError(key: "username", problem: "needs TLS: a password never goes in the clear")
            }
        }
        self.host = host
        self.port = port
        self.security = security
        self.heloName = heloName
        self.credentials = credentials
    }

    /// What may stand in a URL and after EHLO: letters, digits, and the signs of names and addresses.
    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
    }
}

/// A setting that cannot be used.
public struct SMTPSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    public var key: String
    public var problem: String

    public var description: String { "\(key) \(problem)" }
}
