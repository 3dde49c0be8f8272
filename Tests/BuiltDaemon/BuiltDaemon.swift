public import Foundation

/// A folder with everything an operator would set up, and the built daemon to run in it. Ends the daemon when it goes.
public final class BuiltDaemon: @unchecked Sendable {  // a test drives it from one task; only `process` ever changes
    public let folder: URL
    private var process: Process?
    /// `127.0.0.1:PORT` of the running daemon.
    public private(set) var address = ""

    /// Makes the folder: PKI, keys, roles, configuration. Unless `hasOperator`, the operator's certificate is in no role map; unless
    /// `namesAdministrators`, the portal needs no token.
    public init(hasOperator: Bool = false, namesAdministrators: Bool = false) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "invitationd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try await makePKI("pki")
        try await succeeding(try Binaries.path("invitationd"), ["new-keys", folder.appending(path: "keys").path])
        try """
        URI:spiffe://example.org/portal        portal        portal-backend     *
        URI:spiffe://example.org/registration  registration  registration-page  *
        URI:spiffe://example.org/roster        roster        nightly-feed       *
        URI:spiffe://example.org/bounces       bounces       mail-system        *
        \(hasOperator ? "URI:spiffe://example.org/operator operator on-duty *" : "")
        """.write(to: folder.appending(path: "roles"), atomically: true, encoding: .utf8)
        try configuration(namesAdministrators).write(to: folder.appending(path: "invitationd.json"), atomically: true, encoding: .utf8)
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Certificates of an authority of their own, for a server and each role, in a folder of that name.
    public func makePKI(_ name: String) async throws {
        try await succeeding(try Binaries.path("invitationctl"), ["dev-pki", folder.appending(path: name).path])
    }

    private func configuration(_ namesAdministrators: Bool) -> String {
        func path(_ name: String) -> String { folder.appending(path: name).path }
        return """
            {
              "development": true,
              "listen": { "host": "127.0.0.1", "port": 0 },
              "tls": { "certificate": "\(path("pki/server.pem"))", "key": "\(path("pki/server.key"))", "clientAuthorities": "\(path("pki/ca.pem"))" },
              "database": { "path": "\(path("data/invitations.sqlite"))" },
              \(namesAdministrators ? Self.administrators(path("pki/administrators.jwks")) : "")
              "roles": { "path": "\(path("roles"))" }, "keys": { "path": "\(path("keys"))" },
              "mail": { "adapter": "maildir", "maildir": { "path": "\(path("mail"))" }, "from": "invitations@example.org",
                        "bounceAddress": "bounces@mail.wexcombe.example",
                        "linkBase": "https://parents.example.org/register" },
              "drain": { "seconds": 10 }
            }
            """
    }

    /// What the configuration says of them.
    public static func administrators(_ keySet: String, issuer: String = "invitation-dev", audience: String = "invitations") -> String {
        #""administrators": { "keySet": "\#(keySet)", "issuer": "\#(issuer)", "audience": "\#(audience)" },"#
    }

    // MARK: The daemon

    /// Starts it, with its clock moved ahead, and returns when it is ready.
    public func start(clockAhead: String? = nil, environment: [String: String] = [:]) async throws {
        let (process, start) = try launch(clockAhead: clockAhead, environment: environment)
        try await ready(process, from: start)
    }

    /// Has a program start it, with these words before the daemon's own; `meanwhile` makes it do so.
    public func start(through words: [String], meanwhile: () async throws -> Void) async throws {
        let (process, start) = try launch(clockAhead: nil, through: words)
        try await meanwhile()
        try await ready(process, from: start)
    }

    /// Starts it, does something with it, and waits for its end; answers the exit code.
    public func startInVain(environment: [String: String], meanwhile: () async throws -> Void) async throws -> Int32 {
        let (process, _) = try launch(clockAhead: nil, environment: environment)
        try await meanwhile()
        try await eventually("the daemon has ended") { !process.isRunning }
        self.process = nil
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    private func ready(_ process: Process, from start: UInt64) async throws {
        try await eventually("the daemon is ready") {
            guard process.isRunning else { throw StartFailure(exitCode: process.terminationStatus, log: self.log(from: start)) }
            let ready = self.log(from: start).split(separator: "\n").first { $0.contains("\"message\":\"ready\"") }
            guard let ready, let line = try JSONSerialization.jsonObject(with: Data(ready.utf8)) as? [String: Any],
                let address = line["address"] as? String
            else { return false }
            self.address = address
            return true
        }
    }

    /// Starts it and kills it the moment its first email is there, before it can well have noted that.
    public func startAndKillOnDelivery(clockAhead: String) async throws {
        let there = try emailFiles().count
        try await startAndKill(clockAhead: clockAhead, when: "an email was delivered") { try self.emailFiles().count > there }
    }

    /// Starts it and kills it the moment something has happened; `happened` is asked without pause.
    public func startAndKill(
        clockAhead: String? = nil, when what: String, _ happened: @escaping @Sendable () throws -> Bool
    ) async throws {
        let (process, start) = try launch(clockAhead: clockAhead)
        let deadline = ContinuousClock.now + .seconds(30)
        // Not `eventually`: it sleeps too long, and off the cooperative pool, because this does not sleep at all.
        try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                waiting.resume(
                    with: Result {
                        while try !happened() {
                            guard process.isRunning else {
                                throw StartFailure(exitCode: process.terminationStatus, log: self.log(from: start))
                            }
                            guard ContinuousClock.now < deadline else { throw TimedOut(what: what) }
                        }
                        self.kill()
                    })
            }
        }
    }

    /// Answers where its log begins, too.
    private func launch(
        clockAhead: String?, environment: [String: String] = [:], through words: [String] = []
    ) throws -> (Process, logStart: UInt64) {
        precondition(process == nil, "one daemon at a time")
        let process = Process()
        var surroundings = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let configuration = folder.appending(path: "invitationd.json").path
        let command = words + Self.unprivileged + [try Binaries.path("invitationd"), "run", "--config", configuration]
        if let clockAhead { surroundings.merge(try Self.movedClock(clockAhead)) { $1 } }
        // env execs the daemon: the preload changes the environment of the first program it sees, which Swift's would not survive.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.environment = surroundings
        let log = folder.appending(path: "invitationd.log")
        if !FileManager.default.fileExists(atPath: log.path) { _ = FileManager.default.createFile(atPath: log.path, contents: nil) }
        let writing = try FileHandle(forWritingTo: log)
        try writing.seekToEnd()
        let start = try writing.offset()
        process.standardError = writing
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process = process
        return (process, start)
    }

    /// As whoever runs it in earnest, without root's capabilities, also where the tests are run by root (containers): what only root may do
    /// fails here too.
    private static var unprivileged: [String] { geteuid() == 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : [] }

    /// Debian's faketime as a preload: its command would stand between us and the daemon's signals.
    private static func movedClock(_ ahead: String) throws -> [String: String] {
        let libraries = URL(filePath: "/usr/lib")
        let preload = try FileManager.default.contentsOfDirectory(at: libraries, includingPropertiesForKeys: nil)
            .map { $0.appending(path: "faketime/libfaketimeMT.so.1").path }.first { FileManager.default.fileExists(atPath: $0) }
        guard let preload else { throw MissingProgram(name: "faketime/libfaketimeMT.so.1", folder: libraries.path) }
        return ["LD_PRELOAD": preload, "FAKETIME": ahead, "DONT_FAKE_MONOTONIC": "1"]
    }

    /// SIGTERM, without waiting for what it does; `stop` is the second one.
    public func beginStopping() { process?.terminate() }

    /// Of the running daemon; 0 when there is none.
    public var processID: Int32 { process?.processIdentifier ?? 0 }

    /// SIGTERM; returns the exit code.
    @discardableResult
    public func stop() async -> Int32 {
        guard let process else { return 0 }
        self.process = nil
        process.terminate()
        return await withCheckedContinuation { waiting in
            Thread.detachNewThread {
                process.waitUntilExit()
                waiting.resume(returning: process.terminationStatus)
            }
        }
    }

    /// Sends a signal.
    public func signal(_ number: Int32) { process.map { _ = Foundation.kill($0.processIdentifier, number) } }

    /// SIGKILL: no chance to tidy up.
    public func kill() {
        guard let process else { return }
        self.process = nil
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Copies the database while the daemon runs.
    public func backUp(to copy: String) async throws -> Outcome {
        try await run(try Binaries.path("invitationd"), ["backup", "--config", folder.appending(path: "invitationd.json").path, copy])
    }

    /// Puts a copy in the database's place, as docs/operations.md says. The daemon must not run.
    public func restore(from copy: String) throws {
        let database = folder.appending(path: "data/invitations.sqlite").path
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + suffix) {
            try FileManager.default.removeItem(atPath: database + suffix)
        }
        try FileManager.default.moveItem(atPath: copy, toPath: database)
    }

    /// Everything logged so far, by every run in this folder.
    public func log(from offset: UInt64 = 0) -> String {
        guard let reading = try? FileHandle(forReadingFrom: folder.appending(path: "invitationd.log")) else { return "" }
        try? reading.seek(toOffset: offset)
        return String(decoding: (try? reading.readToEnd()) ?? Data(), as: UTF8.self)
    }

    // MARK: What people do with it

    /// Runs `invitationctl` with a role's certificate, for the sample school.
    public func ctl(
        _ role: String, _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(
            try Binaries.path("invitationctl"), arguments, input: input, environment: settings(of: role).merging(environment) { $1 })
    }

    /// The same, and does not wait for its end; what it says on standard output goes to `output`.
    public func startCtl(_ role: String, _ arguments: String..., output: Any = FileHandle.nullDevice) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try Binaries.path("invitationctl"))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(settings(of: role)) { $1 }
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        return process
    }

    private func settings(of role: String) -> [String: String] {
        [
            "INVITATIONCTL_SERVER": "localhost:\(address.split(separator: ":").last ?? "0")",
            "INVITATIONCTL_CA": folder.appending(path: "pki/ca.pem").path,
            "INVITATIONCTL_CERT": folder.appending(path: "pki/\(role).pem").path,
            "INVITATIONCTL_KEY": folder.appending(path: "pki/\(role).key").path,
            "INVITATIONCTL_SCHOOL": Self.school,
        ]
    }

    public static let school = "A1300000901"

    /// Writes the sample school's pages and imports them.
    public func importSampleSchool(pupils: Int = 40) async throws -> Outcome {
        let pages = folder.appending(path: "school").path
        try await succeeding(
            Binaries.repository.appending(path: "scripts/make-sample-school").path,
            ["--pupils", "\(pupils)", "--school-id", Self.school, "--out", pages])
        return try await ctl("roster", "import", pages, "--json")
    }

    /// The emails delivered so far, oldest first by name.
    public func emails() throws -> [Email] {
        try emailFiles().sorted().map { try Email(contentsOf: folder.appending(path: "mail/new/\($0)")) }
    }

    private func emailFiles() throws -> [String] {
        let new = folder.appending(path: "mail/new").path
        guard FileManager.default.fileExists(atPath: new) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: new)
    }

    /// Moves every delivered email to the folder for seen ones, as a mail program does.
    public func takeEmailsAway() throws {
        for name in try emailFiles() {
            let seen = folder.appending(path: "mail/cur/\(name):2,S")
            try? FileManager.default.removeItem(at: seen)
            try FileManager.default.moveItem(at: folder.appending(path: "mail/new/\(name)"), to: seen)
        }
    }

    /// The daemon cannot deliver from now on: the folder its Maildir prepares messages in is no folder.
    public func obstructMail() throws {
        let staging = folder.appending(path: "mail/tmp")
        try FileManager.default.removeItem(at: staging)
        try Data().write(to: staging)
    }

    /// Ends that; the daemon makes the folder anew when it starts.
    public func clearMail() throws {
        try FileManager.default.removeItem(at: folder.appending(path: "mail/tmp"))
    }

    /// Waits until that many emails are there.
    public func emails(count: Int) async throws -> [Email] {
        try await eventually("\(count) emails are delivered") { try self.emails().count >= count }
        return try emails()
    }
}

/// An email as a parent finds it.
public struct Email: Sendable {
    public let messageID: String
    public let recipient: String
    public let link: String
    public let bytes: Data

    init(contentsOf file: URL) throws {
        bytes = try Data(contentsOf: file)
        // A Maildir holds lines as the system writes them.
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        let headers = text.prefix(upTo: text.firstRange(of: "\n\n")?.lowerBound ?? text.endIndex).replacing("\n ", with: " ")
        func header(_ name: String) -> String {
            headers.split(separator: "\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) } ?? ""
        }
        messageID = header("Message-ID")
        recipient = header("To")
        // Quoted-printable breaks long lines; what a link consists of is otherwise written plain.
        let unfolded = text.replacing("=\n", with: "")
        link = unfolded.firstMatch(of: /https:\/\/[^\s#"<>]+#[A-Za-z0-9_-]+/).map { String($0.output) } ?? ""
    }

    /// The recipient without a name.
    public var address: String { recipient.split(separator: "<").last?.split(separator: ">").first.map { String($0) } ?? "" }
    public var token: String { String(link.drop { $0 != "#" }.dropFirst()) }
}

/// The daemon ended before it was ready.
public struct StartFailure: Error, CustomStringConvertible {
    let exitCode: Int32
    let log: String
    public var description: String { "the daemon ended with \(exitCode) before it was ready: \(log)" }
}

/// Waits for what another process does, for at most half a minute.
public func eventually(_ what: String, _ isSo: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try !isSo() {
        guard ContinuousClock.now < deadline else { throw TimedOut(what: what) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// What was waited for did not happen.
public struct TimedOut: Error, CustomStringConvertible {
    let what: String
    public var description: String { "half a minute passed before \(what)" }
}

/// Runs a program that must succeed.
@discardableResult
public func succeeding(_ path: String, _ arguments: [String]) async throws -> Outcome {
    let outcome = try await run(path, arguments)
    guard outcome.exitCode == 0 else { throw Failed(command: ([path] + arguments).joined(separator: " "), outcome: outcome) }
    return outcome
}

/// A program that had to succeed did not.
public struct Failed: Error, CustomStringConvertible {
    let command: String
    let outcome: Outcome
    public var description: String { "\(command) exited with \(outcome.exitCode): \(outcome.errors)" }
}
