import Foundation

/// Certificates for one test: an authority in a temporary folder, and what it signs. Made by the `openssl` program, so that the code
/// under test does not vouch for itself; without that program the test fails and says so.
///
/// The folder goes when the value goes: keep it as long as its files are used, or use `shared`.
final class ThrowAwayPKI: Sendable {
    /// A certificate and its key, as PEM files.
    struct Identity: Sendable {
        let certificateFile: String
        let keyFile: String
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// One for the whole run: `localhost` and `127.0.0.1` as server, `URI:spiffe://school.example/portal` as client.
    static let shared = Result { try Shared() }

    struct Shared: Sendable {
        let pki: ThrowAwayPKI
        let server: Identity
        let client: Identity

        init() throws {
            pki = try ThrowAwayPKI()
            server = try pki.issue("server", subjectAlternativeNames: ["DNS:localhost", "IP:127.0.0.1"])
            client = try pki.issue("client", subjectAlternativeNames: ["URI:spiffe://school.example/portal", "DNS:portal.example"])
        }
    }

    /// Where everything lies.
    let folder: String
    /// The authority's certificate, PEM: what both ends trust.
    var authorityFile: String { folder + "/authority.pem" }

    init(name: String = "Throw-away authority") throws {
        folder = FileManager.default.temporaryDirectory.path + "/pki-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try openssl(
            [
                "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-keyout", "authority.key", "-out",
                "authority.pem",
            ]
                + Self.newKey)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A certificate for `name`, valid for `days`; -1 gives one that expired yesterday.
    func issue(_ name: String, subjectAlternativeNames: [String], days: Int = 2) throws -> Identity {
        var request = ["req", "-nodes", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr"] + Self.newKey
        if !subjectAlternativeNames.isEmpty {
            request += ["-addext", "subjectAltName=" + subjectAlternativeNames.joined(separator: ",")]
        }
        try openssl(request)
        try openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-days", "\(days)", "-copy_extensions",
            "copy", "-out", "\(name).pem",
        ])
        return Identity(certificateFile: "\(folder)/\(name).pem", keyFile: "\(folder)/\(name).key")
    }

    /// Runs `openssl` in the folder; its output on success.
    @discardableResult
    func openssl(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl \(arguments.joined(separator: " ")) failed; is the package openssl installed? \(text)")
        }
        return text
    }

    /// The machine's clock, in seconds since 1970: certificates are judged by it.
    func now() -> Int64 { Int64(Date().timeIntervalSince1970) }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
}
