/// The oldest version of TLS a context speaks; newer ones are always allowed.
public enum TLSMinimumVersion: String, Hashable, Sendable {
    /// RFC 5246, for peers that cannot do better.
    case tls12 = "TLS 1.2"
    /// RFC 8446, the default.
    case tls13 = "TLS 1.3"
}

/// What a server asks of its clients.
public enum TLSClientCertificates: String, Hashable, Sendable {
    /// The handshake fails without a certificate that a trusted authority signed. The default.
    case required
    /// A certificate is asked for; none is fine, a bad one is not.
    case requested
    /// No certificate is asked for.
    case none
}

/// Whose certificate a file holds, and the key to it. Both are PEM.
public struct TLSCertificate: Hashable, Sendable {
    /// The leaf first, then the intermediate authorities, without the root.
    public var chainFile: String
    /// Not encrypted: a daemon has nobody to ask for a password.
    public var privateKeyFile: String

    /// Names the two files; they are read when a context is made.
    public init(chainFile: String, privateKeyFile: String) {
        self.chainFile = chainFile
        self.privateKeyFile = privateKeyFile
    }
}

/// How a server speaks TLS.
public struct TLSServerConfiguration: Hashable, Sendable {
    /// What the server shows.
    public var certificate: TLSCertificate
    /// PEM file of the authorities that sign clients; may be absent only when no client certificates are asked for.
    public var clientAuthoritiesFile: String?
    /// PEM file of those authorities' revocation lists, all of them and none past its next update; nil for no such check. RFC 5280.
    public var revocationListsFile: String?
    /// Whether clients must prove who they are.
    public var clientCertificates: TLSClientCertificates
    /// What older clients are refused for.
    public var minimumVersion: TLSMinimumVersion

    /// The safe choices are the defaults.
    public init(
        certificate: TLSCertificate, clientAuthoritiesFile: String?, revocationListsFile: String? = nil,
        clientCertificates: TLSClientCertificates = .required, minimumVersion: TLSMinimumVersion = .tls13
    ) {
        self.certificate = certificate
        self.clientAuthoritiesFile = clientAuthoritiesFile
        self.revocationListsFile = revocationListsFile
        self.clientCertificates = clientCertificates
        self.minimumVersion = minimumVersion
    }
}

/// How a client speaks TLS.
public struct TLSClientConfiguration: Hashable, Sendable {
    /// PEM file of the authorities that sign servers; nil for those the system trusts.
    public var serverAuthoritiesFile: String?
    /// What the client shows when it is asked.
    public var certificate: TLSCertificate?
    /// What older servers are refused for.
    public var minimumVersion: TLSMinimumVersion

    /// The safe choices are the defaults.
    public init(serverAuthoritiesFile: String? = nil, certificate: TLSCertificate? = nil, minimumVersion: TLSMinimumVersion = .tls13) {
        self.serverAuthoritiesFile = serverAuthoritiesFile
        self.certificate = certificate
        self.minimumVersion = minimumVersion
    }
}
