public import Cryptography

#if canImport(Glibc)
    internal import Glibc
#endif

/// A folder of throw-away identities: what `invitationctl dev-pki` makes and `dev-token` reads.
///
/// - `ca.pem`, `ca.key`: the root; `server.pem`, `server.key`: for a daemon on loopback;
/// - `portal`, `registration`, `roster`, `bounces`, `operator`, each `.pem` and `.key`: one client for each role, named `URI:spiffe://example.org/ROLE`;
/// - `administrators.jwks`, and `token-ES256.key`, `token-EdDSA.key` that sign what it verifies.
public struct DevelopmentFolder: Sendable {
    private let path: String

    /// The folder of that name.
    public init(_ path: String) { self.path = path }

    /// The clients' names, as role maps know them.
    public static let roles = ["portal", "registration", "roster", "bounces", "operator"]

    /// Makes the folder and everything in it, each file for its owner alone. Never replaces a file.
    public func make(now: Int64, days: Int) throws(DevelopmentIdentityError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw DevelopmentIdentityError("\(path) cannot be made: \(Self.lastError)") }
        let authority = try CertificateAuthority(now: now, days: days)
        try write("ca", authority.root)
        try write("server", authority.issue("server", for: .server, names: "DNS:localhost,IP:127.0.0.1,IP:::1"))
        for role in Self.roles {
            try write(role, authority.issue(role, for: .client, names: "URI:spiffe://example.org/\(role)"))
        }
        let keys = [try SigningKey(.es256), try SigningKey(.edDSA)]
        for key in keys { try write("token-\(key.algorithm.rawValue).key", key.pem) }
        try write("administrators.jwks", DevelopmentToken.keySet(keys))
    }

    /// A token signed with one of the folder's keys.
    public func sign(_ token: DevelopmentToken, _ algorithm: VerificationKey.Algorithm) throws(DevelopmentIdentityError) -> String {
        token.signed(by: try SigningKey(pem: try read("token-\(algorithm.rawValue).key"), algorithm))
    }

    private func write(_ name: String, _ issued: CertificateAuthority.Issued) throws(DevelopmentIdentityError) {
        try write("\(name).pem", issued.certificate)
        try write("\(name).key", issued.key)
    }

    private func write(_ name: String, _ text: String) throws(DevelopmentIdentityError) {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DevelopmentIdentityError("\(file) cannot be made: \(Self.lastError)") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw DevelopmentIdentityError("\(file) cannot be written: \(Self.lastError)")
        }
    }

    private func read(_ name: String) throws(DevelopmentIdentityError) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DevelopmentIdentityError("\(file) cannot be read: \(Self.lastError)") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw DevelopmentIdentityError("\(file) cannot be read: \(Self.lastError)") }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
