/// Why a TLS context could not be made. Names files, never what is in them.
public enum TLSConfigurationError: Error, Hashable, Sendable {
    /// The file is missing, unreadable, or holds no certificate chain in PEM form.
    case certificateChain(file: String)
    /// The file is missing, unreadable, encrypted, or holds no private key in PEM form.
    case privateKey(file: String)
    /// The private key belongs to another certificate.
    case keyDoesNotMatch(certificateFile: String, keyFile: String)
    /// The file is missing, unreadable, or holds no authority's certificate in PEM form.
    case authorities(file: String)
    /// The file is missing, unreadable, or holds no revocation list in PEM form.
    case revocationLists(file: String)
    /// A revocation list in the file should have been replaced by a newer one: with it every client would be refused.
    case revocationListOutdated(file: String)
    /// A revocation list in the file begins to hold later than now: a clock is wrong, here or at the authority.
    case revocationListFromFuture(file: String)
    /// An authority that signs clients has no list in the file that it signed itself: all its clients would be refused.
    case revocationListMissing(file: String)
    /// Client certificates are asked for, and no file of authorities is named to judge them.
    case noClientAuthorities
    /// The name to verify the server by is empty or not a host name or address.
    case serverName(String)
    /// OpenSSL could not be set up: out of memory, or its configuration on this machine forbids what is needed.
    case openSSL(doing: String)
}

extension TLSConfigurationError: CustomStringConvertible {
    /// One sentence for the person who starts the program.
    public var description: String {
        switch self {
        case .certificateChain(let file):
            "cannot read a certificate chain from \(file): it must be a readable PEM file, leaf certificate first"
        case .privateKey(let file):
            "cannot read a private key from \(file): it must be a readable PEM file without a password"
        case .keyDoesNotMatch(let certificateFile, let keyFile):
            "the private key in \(keyFile) does not belong to the certificate in \(certificateFile)"
        case .authorities(let file):
            "cannot read certificate authorities from \(file): it must be a readable PEM file with at least one certificate"
        case .revocationLists(let file):
            "cannot read certificate revocation lists from \(file): it must be a readable PEM file with at least one list"
        case .revocationListOutdated(let file):
            "a revocation list in \(file) is past its next update: fetch a newer one from the authority"
        case .revocationListFromFuture(let file):
            "a revocation list in \(file) begins to hold later than now: is this machine's clock right, and the authority's?"
        case .revocationListMissing(let file):
            "an authority that signs clients has no revocation list of its own in \(file): put the list of each authority into it"
        case .noClientAuthorities:
            "client certificates are asked for, but no file of client authorities is configured"
        case .serverName(let name):
            "the server name \"\(name)\" is neither a host name nor an IP address"
        case .openSSL(let action):
            "OpenSSL failed \(action); check its configuration on this machine"
        }
    }
}
