public import NIOCore
internal import NIOPosix
public import RPCTransport

/// Where the service is, how to speak to it, and how hard to try.
public struct ClientConfiguration: Sendable {
    /// One daemon's address.
    public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
        /// A name, or an address.
        public var host: String
        /// The daemon's port.
        public var port: Int

        /// A daemon's address.
        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// `invitations.example:7443`; an IPv6 address in brackets.
        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// Daemons that serve the same data; a connection that fails is tried at the next. At least one.
    public var endpoints: [Endpoint]
    /// What to trust, and the certificate this client shows.
    public var tls: TLSClientConfiguration
    /// The name the server's certificate must have; nil: the endpoint's host.
    public var serverName: String?
    /// Whom calls are made for that name nobody themselves; nil: nobody. See ``RPC/CallOptions/on(behalfOf:)``.
    public var administrator: AdministratorToken?
    /// How many connections, and how many calls on each.
    public var pool = PoolLimits()
    /// Which failed calls are made again, and when.
    public var retry = RetryPolicy()
    /// How long a call may take that names no timeout; always sent to the server. Default 10 s.
    public var timeoutDefault = Duration.seconds(10)
    /// How long TCP may take to connect. Default 5 s.
    public var connectTimeout = Duration.seconds(5)
    /// How long the TLS handshake may take. Default 5 s.
    public var handshakeTimeout = Duration.seconds(5)
    /// The loops connections live on. Default: the process's own.
    public var eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton

    /// A configuration with the defaults for everything but where and whom.
    public init(endpoints: [Endpoint], tls: TLSClientConfiguration, serverName: String? = nil) {
        self.endpoints = endpoints
        self.tls = tls
        self.serverName = serverName
    }

    /// One daemon, by the files an administrator hands out.
    ///
    /// - Parameters:
    ///   - trustRootsFile: PEM; the authorities that may have signed the server's certificate.
    ///   - certificateFile: PEM; this client's certificate, followed by those between it and its authority.
    ///   - privateKeyFile: PEM; the key of the certificate.
    public init(
        host: String, port: Int, trustRootsFile: String, certificateFile: String, privateKeyFile: String, serverName: String? = nil
    ) {
        self.init(
            endpoints: [Endpoint(host: host, port: port)],
            tls: TLSClientConfiguration(
                serverAuthoritiesFile: trustRootsFile,
                certificate: TLSCertificate(chainFile: certificateFile, privateKeyFile: privateKeyFile)),
            serverName: serverName)
    }
}

/// How much a client may open.
public struct PoolLimits: Sendable, Hashable {
    /// Connections that are open or being opened. Default 4.
    public var connectionsMax: Int
    /// Calls in flight on one connection; a server allows 128. Another connection is opened when all are full. Default 64.
    public var callsPerConnectionMax: Int
    /// Calls that wait for a connection; more fail with RESOURCE_EXHAUSTED. Default 1024.
    public var waitersMax: Int

    /// The defaults, or some of them changed.
    public init(connectionsMax: Int = 4, callsPerConnectionMax: Int = 64, waitersMax: Int = 1024) {
        self.connectionsMax = connectionsMax
        self.callsPerConnectionMax = callsPerConnectionMax
        self.waitersMax = waitersMax
    }
}
