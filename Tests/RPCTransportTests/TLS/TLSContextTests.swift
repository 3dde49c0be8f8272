import Foundation
import Testing

@testable import RPCTransport

@Suite("TLS contexts")
struct TLSContextTests {
    private func serverError(certificate: TLSCertificate, authorities: String?) -> TLSConfigurationError? {
        do throws(TLSConfigurationError) {
            _ = try TLSServerContext(TLSServerConfiguration(certificate: certificate, clientAuthoritiesFile: authorities))
            return nil
        } catch {
            return error
        }
    }

    @Test("A file that is missing or holds something else is named")
    func unreadable() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let (chain, key, authority) = (shared.server.certificateFile, shared.server.keyFile, shared.pki.authorityFile)
        let missing = shared.pki.folder + "/missing.pem"
        let rubbish = shared.pki.folder + "/rubbish.pem"
        try Data("not PEM at all".utf8).write(to: URL(fileURLWithPath: rubbish))
        for file in [missing, rubbish, shared.pki.folder] {
            #expect(
                serverError(certificate: TLSCertificate(chainFile: file, privateKeyFile: key), authorities: authority)
                    == .certificateChain(file: file))
            #expect(
                serverError(certificate: TLSCertificate(chainFile: chain, privateKeyFile: file), authorities: authority)
                    == .privateKey(file: file))
            #expect(serverError(certificate: TLSCertificate(shared.server), authorities: file) == .authorities(file: file))
            #expect(throws: TLSConfigurationError.authorities(file: file)) {
                try TLSClientContext(TLSClientConfiguration(serverAuthoritiesFile: file))
            }
        }
        #expect(serverError(certificate: TLSCertificate(shared.server), authorities: nil) == .noClientAuthorities)
        #expect(serverError(certificate: TLSCertificate(shared.server), authorities: authority) == nil)
        #expect(TLSConfigurationError.privateKey(file: missing).description.contains(missing))
    }

    @Test("A key of another certificate is refused, and its bytes are not in the message")
    func mismatch() throws {
        let shared = try ThrowAwayPKI.shared.get()
        let mixed = TLSCertificate(chainFile: shared.server.certificateFile, privateKeyFile: shared.client.keyFile)
        let error = try #require(serverError(certificate: mixed, authorities: shared.pki.authorityFile))
        #expect(error == .keyDoesNotMatch(certificateFile: mixed.chainFile, keyFile: mixed.privateKeyFile))
        #expect(!error.description.contains("BEGIN") && error.description.contains(mixed.privateKeyFile))
    }

    @Test("A key of another kind is refused the same way")
    func otherKind() throws {
        let shared = try ThrowAwayPKI.shared.get()
        try shared.pki.openssl(["genpkey", "-algorithm", "ED25519", "-out", "ed25519.key"])
        let mixed = TLSCertificate(chainFile: shared.server.certificateFile, privateKeyFile: shared.pki.folder + "/ed25519.key")
        #expect(
            serverError(certificate: mixed, authorities: shared.pki.authorityFile)
                == .keyDoesNotMatch(certificateFile: mixed.chainFile, keyFile: mixed.privateKeyFile))
    }

    @Test("An encrypted key is refused without asking the terminal for its password")
    func encrypted() throws {
        let shared = try ThrowAwayPKI.shared.get()
        try shared.pki.openssl(["pkey", "-in", "server.key", "-aes256", "-passout", "pass:secret", "-out", "encrypted.key"])
        let file = shared.pki.folder + "/encrypted.key"
        let certificate = TLSCertificate(chainFile: shared.server.certificateFile, privateKeyFile: file)
        #expect(serverError(certificate: certificate, authorities: shared.pki.authorityFile) == .privateKey(file: file))
    }

    @Test("Without a file of authorities a client trusts what the system trusts")
    func systemAuthorities() throws {
        _ = try TLSClientContext(TLSClientConfiguration())
    }
}
