import Foundation

@testable import RPCTransport

/// An authority below a throw-away one, by the `openssl` program.
struct Intermediate {
    private let pki: ThrowAwayPKI
    let identity: ThrowAwayPKI.Identity

    init(under pki: ThrowAwayPKI) throws {
        self.pki = pki
        identity = ThrowAwayPKI.Identity(
            certificateFile: pki.folder + "/intermediate.pem", keyFile: pki.folder + "/intermediate.key")
        try pki.openssl([
            "req", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=Intermediate", "-addext",
            "basicConstraints=critical,CA:TRUE", "-keyout", "intermediate.key", "-out", "intermediate.csr",
        ])
        try pki.openssl([
            "x509", "-req", "-in", "intermediate.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-days", "2", "-copy_extensions",
            "copy", "-out", "intermediate.pem",
        ])
        try Data("[ca]\ndefault_ca = it\n[it]\ndatabase = below.txt\ndefault_md = sha256\n".utf8)
            .write(to: URL(fileURLWithPath: pki.folder + "/below.cnf"))
        try Data().write(to: URL(fileURLWithPath: pki.folder + "/below.txt"))
    }

    /// A client's certificate with this authority's behind it.
    func issue(_ name: String) throws -> ThrowAwayPKI.Identity {
        try pki.openssl([
            "req", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=\(name)", "-keyout", "\(name).key",
            "-out", "\(name).csr",
        ])
        try pki.openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "intermediate.pem", "-CAkey", "intermediate.key", "-days", "2", "-out", "leaf.pem",
        ])
        let chain = try ["leaf.pem", "intermediate.pem"].map { try String(contentsOfFile: "\(pki.folder)/\($0)", encoding: .utf8) }
        let file = "\(pki.folder)/\(name).pem"
        try Data(chain.joined().utf8).write(to: URL(fileURLWithPath: file))
        return ThrowAwayPKI.Identity(certificateFile: file, keyFile: "\(pki.folder)/\(name).key")
    }

    /// Its revocation list, empty, PEM.
    func list() throws -> String {
        try pki.openssl([
            "ca", "-config", "below.cnf", "-keyfile", "intermediate.key", "-cert", "intermediate.pem", "-gencrl", "-out", "below.crl",
            "-crldays", "2",
        ])
        return try String(contentsOfFile: pki.folder + "/below.crl", encoding: .utf8)
    }
}
