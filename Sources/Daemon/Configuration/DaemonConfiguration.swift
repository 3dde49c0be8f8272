public import RPC
public import RPCTransport

/// Everything an operator decides. Read once at start; docs/configuration.md explains each.
public struct DaemonConfiguration: Sendable {
    public var listen: Listen
    public var tls: TLS
    /// The SQLite file; its folder is made if missing.
    public var databasePath: String
    /// Which certificate is whom (see `RoleMap`).
    public var rolesPath: String
    /// Whose tokens name administrators; nil: the portals' certificates speak for them.
    public var administrators: Administrators?
    /// Whether throw-away certificates and tokens are taken: for demos and tests, never with people's data.
    public var isDevelopment: Bool
    /// The keys that sign links and seal tokens (see `KeyFile`).
    public var keysPath: String
    public var mail: Mail
    public var health: Health
    /// One of swift-log's levels.
    public var logLevel: String
    /// Whether each call leaves a line, at level info.
    public var logsAccess: Bool
    /// Where metrics are asked for; nil: nowhere.
    public var metrics: MetricsListener?
    public var drain: Drain
    /// How often to look whether certificates or roles were changed; zero: only at SIGHUP.
    public var reloadPeriod: Duration
    public var limits: Limits
    public var tlsLimits: TLSLimits

    public struct Listen: Sendable {
        public var host: String
        /// 0: any free one; the log says which.
        public var port: Int
        /// Event loops; 0: one a core.
        public var loops: Int
    }

    public struct TLS: Sendable {
        public var certificatePath: String
        public var keyPath: String
        /// Who signs the clients' certificates.
        public var clientAuthoritiesPath: String
        /// Which of those certificates count no more; nil: no such list.
        public var revocationListsPath: String?
        /// 1.3, or 1.2 for portals that cannot yet.
        public var minimumVersion: String
    }

    /// What happens after SIGTERM.
    public struct Drain: Sendable {
        /// How long calls are still taken while health says NOT_SERVING already.
        public var announcement: Duration
        /// How long calls in flight may then take to finish.
        public var gracePeriod: Duration
    }

    public struct Administrators: Sendable {
        /// The JWKS file with the issuer's public keys.
        public var keySetPath: String
        /// What a token's `iss` must be.
        public var issuer: String
        /// What a token's `aud` must name.
        public var audience: String
    }

    public struct Health: Sendable {
        /// Between two rounds of probes.
        public var interval: Duration
        /// A certificate with fewer days left is NOT_SERVING under its own name.
        public var certificateDaysMin: Int
    }

    public struct Mail: Sendable {
        /// Never a silent default: `maildir` or `smtp`.
        public var adapter: String
        public var maildirPath: String
        public var smtp: SMTP
        /// `invitations@school.example`
        public var from: String
        /// The mailbox of reports that come later: `bounces@mail.school.example`.
        public var bounceAddress: String?
        public var replyTo: String?
        /// `https://parents.example.org/register`; the token follows in the fragment.
        public var linkBase: String
        /// What the parent will install: `Parent App`.
        public var appName: String
        /// The folder of templates; nil: the built-in ones alone.
        public var templatesPath: String?
    }

    /// The relay, for the adapter `smtp`.
    public struct SMTP: Sendable {
        public var host: String
        public var port: Int
        /// `starttls`, `implicit` or `none`.
        public var security: String
        public var authoritiesPath: String?
        public var username: String?
        /// A file that only its owner can read.
        public var passwordPath: String?
        public var clientCertificatePath: String?
        public var clientKeyPath: String?
        public var heloName: String
        public var connections: Int
        public var messagesPerConnection: Int
        public var connectionAge: Duration
        public var connectTimeout: Duration
        public var replyTimeout: Duration
        public var finalReplyTimeout: Duration
    }
}
