import BuiltDaemon
import Foundation
import Testing

/// Who is let in, with the built programs.
@Suite struct IdentityTests {
    /// Writes a throw-away token to a file of its own.
    private func token(_ daemon: BuiltDaemon, pki: String? = nil, _ arguments: String...) async throws -> String {
        let pki = pki ?? daemon.folder.appending(path: "pki").path
        let made = try await succeeding(try Binaries.path("invitationctl"), ["dev-token", pki] + arguments)
        let file = daemon.folder.appending(path: "token-\(UUID().uuidString)").path
        _ = FileManager.default.createFile(atPath: file, contents: Data(made.output.utf8), attributes: [.posixPermissions: 0o600])
        return file
    }

    @Test("R1, R38: with a key set, a portal says for whom it calls, and the history says who did it")
    func administrators() async throws {
        let daemon = try await BuiltDaemon(namesAdministrators: true)
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 5).exitCode == 0)
        let alice = try await token(daemon, "--subject", "alice")
        let bob = try await token(daemon, "--subject", "bob", "--algorithm", "EdDSA", "--school", BuiltDaemon.school)

        let nobody = try await daemon.ctl("portal", "list")
        #expect(nobody.exitCode == 80 && nobody.errors.contains("TOKEN_REQUIRED"), "\(nobody.errors)")
        #expect(try await daemon.ctl("portal", "list", "--administrator-token", alice).exitCode == 0)
        #expect(try await daemon.ctl("portal", "school", "pause", "--administrator-token", alice).exitCode == 0)
        let resumed = try await daemon.ctl("portal", "school", "resume", environment: ["INVITATIONCTL_ADMINISTRATOR_TOKEN": bob])
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
        let events = try await daemon.ctl("portal", "events", "--json", "--administrator-token", alice)
        #expect(events.output.contains("portal-backend/alice") && events.output.contains("portal-backend/bob"), "\(events.output)")

        let elsewhere = try await token(daemon, "--subject", "carol", "--school", "A1300000999")
        let foreign = try await daemon.ctl("portal", "list", "--administrator-token", elsewhere)
        #expect(foreign.exitCode == 69 && foreign.errors.contains("SCHOOL_NOT_FOUND"), "\(foreign.errors)")
        let old = try await token(daemon, "--subject", "alice", "--expires-in", "-61")
        #expect(try await daemon.ctl("portal", "list", "--administrator-token", old).errors.contains("TOKEN_EXPIRED"))
        let misdirected = try await token(daemon, "--subject", "alice", "--audience", "another-service")
        #expect(try await daemon.ctl("portal", "list", "--administrator-token", misdirected).errors.contains("audience"))
        let wrongDoor = try await daemon.ctl(
            "roster", "import", daemon.folder.appending(path: "school").path, "--administrator-token", alice)
        #expect(wrongDoor.exitCode == 71 && wrongDoor.errors.contains("TOKEN_NOT_ACCEPTED"), "\(wrongDoor.errors)")

        let other = daemon.folder.appending(path: "other-pki").path
        try await succeeding(try Binaries.path("invitationctl"), ["dev-pki", other])
        let forged = try await token(daemon, pki: other, "--subject", "alice")
        let refused = try await daemon.ctl("portal", "list", "--administrator-token", forged)
        #expect(
            refused.exitCode == 80 && refused.errors.contains("TOKEN_INVALID") && refused.errors.contains("signature"), "\(refused.errors)")

        let text = try String(contentsOfFile: alice, encoding: .utf8).trimmingCharacters(in: .newlines)
        #expect(await daemon.stop() == 0)
        #expect(!daemon.log().contains(text) && !refused.errors.contains(text))
        #expect(!daemon.log().contains("administrators have no tokens"), "\(daemon.log())")
        #expect(daemon.log().contains("throw-away certificates and tokens are taken"))
    }

    @Test("Throw-away files are refused unless the configuration says that this is for development, and never replaced")
    func development() async throws {
        let daemon = try await BuiltDaemon()
        let file = daemon.folder.appending(path: "invitationd.json")
        let original = try String(contentsOf: file, encoding: .utf8)
        func pki(_ name: String) -> String { daemon.folder.appending(path: "pki/\(name)").path }
        func attempt(_ configuration: String) async throws -> Outcome {
            try configuration.write(to: file, atomically: true, encoding: .utf8)
            return try await run(try Binaries.path("invitationd"), ["run", "--config", file.path])
        }
        let real = original.replacing("\"development\": true,", with: "")
        for configuration in [real, original.replacing("true", with: "false")] {
            let refused = try await attempt(configuration)
            #expect(refused.exitCode == 78 && refused.errors.contains("pki/server.pem is throw-away"), "\(refused.errors)")
        }
        let wrong = try await attempt(original.replacing("true", with: "\"yes\""))
        #expect(wrong.exitCode == 78 && wrong.errors.contains("development"), "\(wrong.errors)")

        // With a certificate that nobody made with dev-pki, what else is throw-away is refused one by one.
        let (certificate, key) = (daemon.folder.appending(path: "real.pem").path, daemon.folder.appending(path: "real.key").path)
        try await succeeding(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=real", "-days", "2",
                "-keyout", key, "-out", certificate,
            ])
        let ours = real.replacing(pki("server.pem"), with: certificate).replacing(pki("server.key"), with: key)
        let authorities = try await attempt(ours)
        #expect(authorities.exitCode == 78 && authorities.errors.contains("pki/ca.pem is throw-away"), "\(authorities.errors)")
        let trusted = ours.replacing(pki("ca.pem"), with: certificate)
        let idp = "https://idp.example"
        for (administrators, problem) in [
            (BuiltDaemon.administrators(pki("administrators.jwks"), issuer: idp), "administrators.jwks is throw-away"),
            (BuiltDaemon.administrators(pki("administrators.jwks"), issuer: ""), "administrators.issuer is missing"),
            (BuiltDaemon.administrators("", issuer: "", audience: ""), "administrators.keySet is missing"),
            (BuiltDaemon.administrators(pki("ca.pem"), issuer: idp), "key set is unusable"),
            (BuiltDaemon.administrators("/nonexistent", issuer: idp), "/nonexistent cannot be read"),
        ] {
            let refused = try await attempt(trusted.replacing("\"roles\":", with: administrators + "\"roles\":"))
            #expect([74, 78].contains(refused.exitCode) && refused.errors.contains(problem), "\(refused.errors)")
        }
        try trusted.write(to: file, atomically: true, encoding: .utf8)
        try await daemon.start()
        #expect(await daemon.stop() == 0)
        #expect(daemon.log().contains("administrators have no tokens"), "the operator is warned")
        #expect(!daemon.log().contains("throw-away certificates and tokens are taken"))

        let again = try await run(try Binaries.path("invitationctl"), ["dev-pki", daemon.folder.appending(path: "pki").path])
        #expect(again.exitCode == 64 && again.errors.contains("ca.pem cannot be made"), "\(again.errors)")
        let keyMode = try FileManager.default.attributesOfItem(atPath: pki("portal.key"))[.posixPermissions] as? Int
        #expect(keyMode == 0o600)
    }
}
