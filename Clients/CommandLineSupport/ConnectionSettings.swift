public import InvitationClient
internal import RPCTransport
internal import RosterFeed

/// Whom to call and how: from options, and where one is missing from the environment.
public struct ConnectionSettings: Sendable {
    /// What the command line said; nil where it said nothing.
    public struct Options: Sendable {
        /// `HOST:PORT`.
        public var server: String?
        /// PEM file of the authorities that are trusted.
        public var ca: String?
        /// PEM file of the caller's certificate.
        public var certificate: String?
        /// PEM file of its key.
        public var key: String?
        /// The name the server's certificate must have.
        public var serverName: String?
        /// File with the token that names the administrator.
        public var administratorToken: String?
        /// Seconds, perhaps with decimals.
        public var timeout: String?

        /// Nothing said.
        public init(
            server: String? = nil, ca: String? = nil, certificate: String? = nil, key: String? = nil, serverName: String? = nil,
            administratorToken: String? = nil, timeout: String? = nil
        ) {
            self.server = server
            self.ca = ca
            self.certificate = certificate
            self.key = key
            self.serverName = serverName
            self.administratorToken = administratorToken
            self.timeout = timeout
        }
    }

    /// The daemon.
    public let endpoint: ClientConfiguration.Endpoint
    /// How long calls may take; nil: their own defaults.
    public let timeout: Duration?
    private let options: Options
    private let administrator: AdministratorToken?

    /// - Parameter environment: `INVITATIONCTL_SERVER`, `_CA`, `_CERT`, `_KEY`, `_SERVER_NAME`, `_ADMINISTRATOR_TOKEN` and `_TIMEOUT`.
    /// - Throws: ``UsageError`` that says which option is missing or wrong, or that the token's file cannot be used.
    public init(_ given: Options, environment: [String: String]) throws {
        func value(_ option: String?, _ name: String) -> String? {
            [option, environment["INVITATIONCTL_\(name)"]].compactMap { $0 }.first { !$0.isEmpty }
        }
        options = Options(
            server: value(given.server, "SERVER"), ca: value(given.ca, "CA"), certificate: value(given.certificate, "CERT"),
            key: value(given.key, "KEY"), serverName: value(given.serverName, "SERVER_NAME"))
        guard let server = options.server else { throw UsageError("Name the daemon with --server HOST:PORT or INVITATIONCTL_SERVER.") }
        guard let endpoint = Self.endpoint(server) else {
            throw UsageError("--server needs HOST:PORT, such as invitations.example:7443 or [::1]:7443.")
        }
        guard (options.certificate == nil) == (options.key == nil) else {
            throw UsageError("--cert and --key (INVITATIONCTL_CERT and INVITATIONCTL_KEY) belong together.")
        }
        self.endpoint = endpoint
        administrator = try value(given.administratorToken, "ADMINISTRATOR_TOKEN").map(Self.administrator)
        timeout = try value(given.timeout, "TIMEOUT").map { text in
            guard let seconds = Double(text), seconds > 0, seconds <= 3600 else { throw UsageError("--timeout needs seconds, up to 3600.") }
            return .milliseconds(Int64(seconds * 1000))
        }
    }

    /// The client's configuration. Of the files only the token's has been read.
    public var configuration: ClientConfiguration {
        var certificate: TLSCertificate?
        if let chain = options.certificate, let key = options.key { certificate = TLSCertificate(chainFile: chain, privateKeyFile: key) }
        var configuration = ClientConfiguration(
            endpoints: [endpoint], tls: TLSClientConfiguration(serverAuthoritiesFile: options.ca, certificate: certificate),
            serverName: options.serverName)
        configuration.pool.connectionsMax = 1
        configuration.administrator = administrator
        if let timeout {
            configuration.timeoutDefault = timeout
            configuration.connectTimeout = min(timeout, configuration.connectTimeout)
            configuration.handshakeTimeout = min(timeout, configuration.handshakeTimeout)
        }
        return configuration
    }

    private static func administrator(file: String) throws -> AdministratorToken {
        let text: String
        do { text = try BearerToken(file: file).reveal() } catch { throw UsageError("\(error)") }
        guard let token = AdministratorToken(text) else { throw UsageError("\(file) holds no token.") }
        return token
    }

    /// `host:port`, `1.2.3.4:port` or `[::1]:port`.
    private static func endpoint(_ text: String) -> ClientConfiguration.Endpoint? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (1...65535).contains(port) else {
            return nil
        }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        return host.isEmpty ? nil : ClientConfiguration.Endpoint(host: String(host), port: port)
    }
}
