internal import COpenSSL

/// A server's certificate, key and trust, read and checked once, then shared by all its connections.
///
/// A value that never changes and may be used from any thread. To change certificates, make a new one off the event loops and use it
/// for new connections; those that exist keep the one they began with.
public struct TLSServerContext: Sendable {
    let handle: TLSContextHandle

    /// Reads and checks the files of `configuration`: blocking work, not for an event loop.
    public init(_ configuration: TLSServerConfiguration) throws(TLSConfigurationError) {
        handle = try TLSContextHandle(method: TLS_server_method(), minimumVersion: configuration.minimumVersion)
        try handle.use(configuration.certificate)
        switch (configuration.clientCertificates, configuration.clientAuthoritiesFile) {
        case (.none, _):
            handle.verify(SSL_VERIFY_NONE)
        case (_, nil):
            throw .noClientAuthorities
        case (let wanted, let file?):
            try handle.trust(file)
            try handle.nameClientAuthorities(file)
            if let lists = configuration.revocationListsFile { try handle.refuseRevoked(by: lists) }
            handle.verify(wanted == .required ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_PEER)
        }
        handle.selectApplicationProtocol()
    }
}

/// A client's trust, and its certificate and key if it has any. As ``TLSServerContext``, for the other end.
public struct TLSClientContext: Sendable {
    let handle: TLSContextHandle

    /// Reads and checks the files of `configuration`: blocking work, not for an event loop.
    public init(_ configuration: TLSClientConfiguration) throws(TLSConfigurationError) {
        handle = try TLSContextHandle(method: TLS_client_method(), minimumVersion: configuration.minimumVersion)
        if let certificate = configuration.certificate { try handle.use(certificate) }
        if let file = configuration.serverAuthoritiesFile {
            try handle.trust(file)
        } else {
            try handle.trustSystem()
        }
        handle.verify(SSL_VERIFY_PEER)
        try handle.offerApplicationProtocol()
    }
}
