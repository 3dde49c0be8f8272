import BuiltDaemon
import Foundation
import Synchronization
import Testing

/// The built daemon under an operator and a service manager.
@Suite struct LifecycleTests {
    /// Puts files of one PKI in the place of another's.
    private func replace(_ names: [String], from folder: String, in daemon: BuiltDaemon) throws {
        for name in names {
            let bytes = try Data(contentsOf: daemon.folder.appending(path: "\(folder)/\(name)"))
            try bytes.write(to: daemon.folder.appending(path: "pki/\(name)"), options: .atomic)
        }
    }

    private static let certificatesRead = "\"message\":\"read again\",\"part\":\"certificates\""

    private func count(_ text: String, in daemon: BuiltDaemon) -> Int { daemon.log().components(separatedBy: text).count - 1 }

    @Test("Killed at any moment while it makes its database, it makes it the next time")
    func killedWhileMakingTheDatabase() async throws {
        for round in 0..<12 {
            let daemon = try await BuiltDaemon()
            let database = daemon.folder.appending(path: "data/invitations.sqlite").path
            let begun = database + ".new"
            let since = Mutex<ContinuousClock.Instant?>(nil)
            try await daemon.startAndKill(when: "the database was begun") {
                since.withLock { since in
                    // On a busy machine it may be over before anybody looks.
                    if since == nil, access(begun, F_OK) == 0 || access(database, F_OK) == 0 { since = .now }
                    return since.map { ContinuousClock.now >= $0 + .milliseconds(round) } ?? false
                }
            }
            try await daemon.start()
            #expect(try await daemon.importSampleSchool(pupils: 2).exitCode == 0)
            #expect(access(begun, F_OK) != 0)
            #expect(await daemon.stop() == 0)
        }
    }

    @Test("SIGHUP reads certificates and trust again: the new ones count, the old ones do not")
    func reload() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.makePKI("newer")
        try await daemon.start()
        #expect(try await daemon.importSampleSchool(pupils: 2).exitCode == 0)
        try replace(["server.pem", "server.key"], from: "newer", in: daemon)
        let authority = try Data(contentsOf: daemon.folder.appending(path: "newer/ca.pem"))
        try authority.write(to: daemon.folder.appending(path: "pki/ca.pem"))
        daemon.signal(SIGHUP)
        try await eventually("certificates are read again") { count(Self.certificatesRead, in: daemon) == 1 }
        let old = try await daemon.ctl("portal", "list", "--json")
        #expect(old.exitCode != 0)
        try replace(["portal.pem", "portal.key"], from: "newer", in: daemon)
        let new = try await daemon.ctl("portal", "list", "--json")
        #expect(new.exitCode == 0, "\(new.errors)")
        #expect(await daemon.stop() == 0)
    }

    @Test("A pair that does not fit keeps the old one, and the log says which file is wrong")
    func badPair() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.makePKI("newer")
        try await daemon.start()
        try replace(["server.key"], from: "newer", in: daemon)
        daemon.signal(SIGHUP)
        try await eventually("the pair is refused") { count("not usable, the former goes on", in: daemon) == 1 }
        #expect(daemon.log().contains("pki/server.key does not belong to the certificate in"))
        #expect(try await daemon.importSampleSchool(pupils: 2).exitCode == 0)
        #expect(await daemon.stop() == 0)
    }

    @Test("Files that changed are read again without a signal")
    func fileChange() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.makePKI("newer")
        try await daemon.start(environment: ["INVITATIOND_RELOAD_SECONDS": "1"])
        try replace(["server.pem", "server.key", "ca.pem", "roster.pem", "roster.key"], from: "newer", in: daemon)
        try await eventually("certificates are read again") { count(Self.certificatesRead, in: daemon) == 1 }
        #expect(try await daemon.importSampleSchool(pupils: 2).exitCode == 0)
        #expect(count("not usable", in: daemon) == 0)
        #expect(await daemon.stop() == 0)
    }

    @Test("A service manager hears that the daemon is ready, alive, reading its files again, and stopping")
    func notices() async throws {
        let daemon = try await BuiltDaemon()
        let manager = try NoticeSocket(daemon.folder.appending(path: "notify").path)
        try await daemon.start(environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "300000"])
        try await eventually("it is ready and alive") {
            manager.received.contains("READY=1\nSTATUS=Serving") && manager.received.filter { $0 == "WATCHDOG=1" }.count >= 3
        }
        daemon.signal(SIGHUP)
        try await eventually("it reads its files again and is ready again") {
            guard let reloading = manager.received.firstIndex(where: { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") }) else { return false }
            return manager.received[reloading...].contains("READY=1\nSTATUS=Serving")
        }
        #expect(await daemon.stop() == 0)
        try await eventually("it stops") { manager.received.contains { $0.hasPrefix("STOPPING=1") } }
    }

    @Test("A socket that systemd has bound is served, and the configured address is not")
    func activated() async throws {
        let daemon = try await BuiltDaemon()
        let port = try freePort()
        var outcome: Outcome?
        let between = Binaries.repository.appending(path: "Tests/BlackBoxTests/Scripts/stand_between.py").path
        try await daemon.start(through: ["python3", between, "/usr/bin/systemd-socket-activate", "--listen=127.0.0.1:\(port)"]) {
            try await eventually("systemd listens") { daemon.log().contains("Listening on") }
            // Its connection is what starts the daemon; it waits in the queue meanwhile.
            outcome = try await daemon.ctl(
                "portal", "list", "--json", environment: ["INVITATIONCTL_SERVER": "localhost:\(port)"])
        }
        #expect(daemon.address == "127.0.0.1:\(port)")
        let answer = try #require(outcome)
        #expect(answer.errors.contains("SCHOOL_NOT_FOUND"), "\(answer.errors)")
        #expect(await daemon.stop() == 0)
    }

    @Test("A drain's time is a hard one: a client that was stopped does not delay it, however long TLS would wait for one")
    func stoppedClient() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start(environment: ["INVITATIOND_LIMITS_SHUTDOWN_SECONDS": "60", "INVITATIOND_DRAIN_SECONDS": "1"])
        let output = Pipe()
        let client = try daemon.startCtl("portal", "health", "--watch", output: output)
        defer {
            kill(client.processIdentifier, SIGKILL)
            client.waitUntilExit()
        }
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        kill(client.processIdentifier, SIGSTOP)
        let begin = ContinuousClock.now
        #expect(await daemon.stop() == 0)
        #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test(
        "Told to end while it reads its files, the daemon ends in order and is never ready",
        arguments: ["invitationd.json", "roles"], [SIGTERM, SIGINT])
    func endedWhileStarting(file: String, signalNumber: Int32) async throws {
        let daemon = try await BuiltDaemon()
        let manager = try NoticeSocket(daemon.folder.appending(path: "notify").path)
        let path = daemon.folder.appending(path: file).path
        let text = try Data(contentsOf: URL(filePath: path))
        try FileManager.default.removeItem(atPath: path)
        #expect(mkfifo(path, 0o600) == 0)
        // A daemon that was killed reads no more: a failure to see, not one to die of.
        signal(SIGPIPE, SIG_IGN)
        let exitCode = try await daemon.startInVain(environment: ["NOTIFY_SOCKET": manager.path]) {
            // There is a writer as soon as the daemon reads.
            var pipe: Int32 = -1
            try await eventually("the daemon reads its \(file)") {
                pipe = open(path, O_WRONLY | O_NONBLOCK)
                return pipe >= 0
            }
            daemon.signal(signalNumber)
            try await eventually("it is told to end") { count("\"message\":\"told to end\"", in: daemon) == 1 }
            try FileHandle(fileDescriptor: pipe, closeOnDealloc: true).write(contentsOf: text)
        }
        #expect(exitCode == 0)
        #expect(count("\"message\":\"stopped\"", in: daemon) == 1)
        #expect(count("\"message\":\"ready\"", in: daemon) == 0)
        #expect(!manager.received.contains { $0.hasPrefix("READY=1") })
        // Before it knows where its database lies it makes none.
        let made = FileManager.default.fileExists(atPath: daemon.folder.appending(path: "data/invitations.sqlite").path)
        #expect(made == (file == "roles"))
    }

    @Test("The unit file is hardened, and systemd can read it")
    func unitFile() async throws {
        let folder = Binaries.repository.appending(path: "Sources/invitationd/Systemd")
        let unit = folder.appending(path: "invitationd.service").path
        let security = try await run("/usr/bin/systemd-analyze", ["security", "--offline=yes", "--threshold=25", "--no-pager", unit])
        #expect(security.exitCode == 0, "\(security.output.suffix(200))")
        let verified = try await run(
            "/usr/bin/systemd-analyze", ["verify", "--man=no", unit, folder.appending(path: "invitationd.socket").path])
        let complaints = verified.errors.split(separator: "\n").filter { !$0.contains("/usr/local/bin/invitationd is not executable") }
        #expect(complaints == [])
    }

    @Test("A key of the configuration that there is not keeps the daemon from starting", arguments: [true, false])
    func unknownKey(inEnvironment: Bool) async throws {
        let daemon = try await BuiltDaemon()
        let file = daemon.folder.appending(path: "invitationd.json")
        if !inEnvironment {
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing("\"seconds\": 10", with: "\"secconds\": 10").write(to: file, atomically: true, encoding: .utf8)
        }
        let outcome = try await run(
            try Binaries.path("invitationd"), ["run", "--config", file.path],
            environment: inEnvironment ? ["INVITATIOND_DRAIN_SECCONDS": "1"] : [:])
        #expect(outcome.exitCode == 78)
        #expect(outcome.errors.contains(inEnvironment ? "INVITATIOND_DRAIN_SECCONDS" : "drain.secconds"))
    }

    private func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
