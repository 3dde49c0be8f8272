import Foundation

@testable import RPCTransport

/// An authority that takes certificates back and keeps a list of them, by the `openssl` program.
final class RevokingAuthority: Sendable {
    let pki: ThrowAwayPKI
    private let serverIdentity: ThrowAwayPKI.Identity
    /// The list as it is now, PEM.
    var listFile: String { pki.folder + "/revoked.pem" }

    init(name: String = "Throw-away authority") throws {
        pki = try ThrowAwayPKI(name: name)
        serverIdentity = try pki.issue("server", subjectAlternativeNames: ["DNS:localhost"])
        try Data("[ca]\ndefault_ca = it\n[it]\ndatabase = index.txt\ndefault_md = sha256\n".utf8)
            .write(to: URL(fileURLWithPath: pki.folder + "/ca.cnf"))
        try Data().write(to: URL(fileURLWithPath: pki.folder + "/index.txt"))
        try makeList()
    }

    func issueClient(_ name: String) throws -> ThrowAwayPKI.Identity {
        try pki.issue(name, subjectAlternativeNames: ["URI:spiffe://school.example/\(name)"])
    }

    /// Puts a certificate on the list.
    func revoke(_ identity: ThrowAwayPKI.Identity) throws {
        try ca(["-revoke", identity.certificateFile])
        try makeList()
    }

    /// Signs the list anew.
    func makeList(fromSeconds: Int? = nil, validSeconds: Int = 86_400) throws {
        let time = DateFormatter()
        time.dateFormat = "yyyyMMddHHmmss'Z'"
        time.timeZone = TimeZone(identifier: "UTC")
        func text(_ offset: Int) -> String { time.string(from: Date().addingTimeInterval(TimeInterval(offset))) }
        try ca([
            "-gencrl", "-out", "revoked.pem", "-crl_lastupdate", text(fromSeconds ?? min(0, validSeconds) - 60), "-crl_nextupdate",
            text(validSeconds),
        ])
    }

    func server(listsFile: String? = nil) throws -> TLSServerContext {
        try TLSServerContext(
            TLSServerConfiguration(
                certificate: TLSCertificate(serverIdentity), clientAuthoritiesFile: pki.authorityFile,
                revocationListsFile: listsFile ?? listFile))
    }

    func client(_ identity: ThrowAwayPKI.Identity) throws -> TLSClientContext {
        try TestContexts.client(identity: identity, authorityFile: pki.authorityFile)
    }

    func read(_ file: String) throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

    /// A file of its own with this text.
    func write(_ text: String) throws -> String {
        let file = pki.folder + "/\(UUID().uuidString).pem"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// An authority that this one signed.
    func makeIntermediate() throws -> Intermediate { try Intermediate(under: pki) }

    private func ca(_ arguments: [String]) throws {
        try pki.openssl(["ca", "-config", "ca.cnf", "-keyfile", "authority.key", "-cert", "authority.pem"] + arguments)
    }
}
