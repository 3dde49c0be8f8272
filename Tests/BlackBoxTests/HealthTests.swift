import BuiltDaemon
import Foundation
import Testing

/// What a load balancer, and a person with nothing but the command line, get to know of a daemon.
@Suite struct HealthTests {
    @Test("A daemon that is well says so to every role, of itself and of everything it has") func well() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        let listed = try await daemon.ctl("roster", "health")
        #expect(listed.exitCode == 0, "\(listed.errors)")
        for name in ["(the server)", "invitation.v1.InvitationService", "store", "outbox", "certificate", "revocation-lists"] {
            #expect(listed.output.split(separator: "\n").contains { $0.hasPrefix(name) && $0.hasSuffix(" SERVING") }, "\(listed.output)")
        }
        #expect(try await daemon.ctl("registration", "health", "store").output == "SERVING\n")
        #expect(try await daemon.ctl("portal", "health", "outbox", "--json").output == "{\"status\":\"SERVING\"}\n")
        let unknown = try await daemon.ctl("portal", "health", "nobody")
        #expect(unknown.exitCode == 69 && unknown.errors.contains("HEALTH_SERVICE_UNKNOWN"))
        #expect(await daemon.stop() == 0)
    }

    @Test("A database that takes no writes is NOT_SERVING, watchers hear of it, and it is well again by itself") func locked() async throws
    {
        let daemon = try await BuiltDaemon()
        try await daemon.start(environment: ["INVITATIOND_HEALTH_PROBE_SECONDS": "1"])
        let watching = Task { try await daemon.ctl("portal", "health", "--watch", "--timeout", "25") }
        let lock = try Lock(on: daemon.folder.appending(path: "data/invitations.sqlite"))
        try await eventually("the store is found locked") {
            daemon.log().contains("\"condition\":\"store\",") && daemon.log().contains("health: failed")
        }
        let listed = try await daemon.ctl("portal", "health")
        #expect(listed.exitCode == 2 && listed.output.contains("outbox                           SERVING"), "\(listed.output)")
        #expect(try await daemon.ctl("portal", "health", "invitation.v1.InvitationService").exitCode == 2)
        lock.release()
        // Two words of one condition in the log, beside those at the start.
        try await eventually("the store is found well") {
            daemon.log().split(separator: "\n").filter { $0.contains("health: well") && $0.contains("store") }.count == 2
        }
        #expect(try await daemon.ctl("portal", "health").exitCode == 0)
        #expect(await daemon.stop() == 0)
        let watched = try await watching.value
        #expect(watched.output == "SERVING\nNOT_SERVING\nSERVING\nNOT_SERVING\n", "\(watched.output)\(watched.errors)")
        #expect(watched.exitCode == 78 && watched.errors.contains("DRAINING"))
    }

    @Test("A certificate in its last days ails alone; one that has expired takes the services along") func certificate() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start(environment: ["INVITATIOND_HEALTH_CERTIFICATE_DAYS": "365"])
        let listed = try await daemon.ctl("portal", "health")
        #expect(listed.exitCode == 0, "\(listed.output)")
        #expect(try await daemon.ctl("portal", "health", "certificate").exitCode == 2)
        #expect(daemon.log().contains("health: ailing"))
        #expect(await daemon.stop() == 0)
        // Nobody can connect to see it: the clients' certificates have expired too.
        try await daemon.start(clockAhead: "+400d")
        #expect(daemon.log().contains("the certificate has expired"))
        #expect(await daemon.stop() == 0)
    }

    @Test("A daemon that is to stop says so first, and goes on taking calls until that got about") func announcement() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start(environment: ["INVITATIOND_DRAIN_ANNOUNCE_SECONDS": "600"])
        daemon.beginStopping()
        try await eventually("it is told to stop") { daemon.log().contains("draining") }
        let listed = try await daemon.ctl("portal", "health")
        #expect(listed.exitCode == 2 && !listed.output.contains(" SERVING"), "\(listed.output)\(listed.errors)")
        // Other calls are served as ever, over new connections too.
        #expect(try await daemon.ctl("portal", "list").exitCode == 69)
        #expect(try await daemon.ctl("portal", "services").exitCode == 0)
        // A second signal does not wait.
        #expect(await daemon.stop() == 0)
    }

    @Test("Services, messages and calls need no files: the daemon describes itself") func reflection() async throws {
        let daemon = try await BuiltDaemon()
        try await daemon.start()
        let services = try await daemon.ctl("portal", "services")
        #expect(
            services.exitCode == 0 && services.output.contains("grpc.reflection.v1.ServerReflection/ServerReflectionInfo"),
            "\(services.errors)")
        let described = try await daemon.ctl("registration", "describe", "invitation.v1.InvitationService/Redeem")
        #expect(described.output.contains("message RedeemRequest {\n  string token = 1;"), "\(described.output)\(described.errors)")
        let called = try await daemon.ctl("portal", "call", "grpc.health.v1.Health/List")
        #expect(called.output.contains("\"store\": {\n      \"status\": \"SERVING\""), "\(called.output)\(called.errors)")
        let refused = try await daemon.ctl("portal", "call", "grpc.health.v1.Health/Check", "-d", "{\"nope\":1}")
        #expect(refused.exitCode == 67 && refused.errors.contains("$.nope"), "\(refused.errors)")
        #expect(try await daemon.ctl("portal", "describe", "nobody.Home").exitCode == 64)
        #expect(try await daemon.ctl("portal", "call", "nobody.Home/Go").exitCode == 64)
        #expect(await daemon.stop() == 0)
    }
}

/// Another program that has the database locked, as a backup tool that hangs would.
private final class Lock {
    private let process = Process()
    private let input = Pipe()

    /// Returns once it is locked.
    init(on database: URL) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        let program = """
            import sqlite3, sys
            other = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            print("locked", flush=True)
            sys.stdin.read()
            """
        process.arguments = ["python3", "-c", program, database.path]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
    }

    func release() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
