import Foundation
import Invitations
import Testing

@testable import Mail

/// Python's relay that does what a script says, in a process of its own.
final class ScriptedRelay: @unchecked Sendable {  // a test drives it from one task
    struct Rule: Encodable, Sendable {
        var at: String
        var `do`: String
        var text = ""
        var skip = 0
        var times = 1_000

        static func reply(_ text: String, at stage: String, skip: Int = 0, times: Int = 1_000) -> Rule {
            Rule(at: stage, do: "reply", text: text, skip: skip, times: times)
        }
        static func drop(at stage: String, skip: Int = 0, times: Int = 1_000) -> Rule {
            Rule(at: stage, do: "drop", skip: skip, times: times)
        }
        /// Says what nothing asked for, with the usual reply.
        static func early(_ text: String, at stage: String, skip: Int = 0, times: Int = 1_000) -> Rule {
            Rule(at: stage, do: "early", text: text, skip: skip, times: times)
        }
        static func hang(at stage: String, skip: Int = 0, times: Int = 1_000) -> Rule {
            Rule(at: stage, do: "hang", skip: skip, times: times)
        }
    }

    struct Script: Encodable, Sendable {
        var tls = "none"
        var certificate: String?
        var key: String?
        var clientAuthorities: String?
        var user: String?
        var password: String?
        var mechanisms: String?
        var authInTheClear: Bool?
        var capabilities: [String]?
        var split: Bool?
        var asksAnyway: Bool?
        var rules: [Rule] = []
    }

    /// What it saw.
    struct Event: Decodable, Sendable {
        var event: String?
        var line: String?
        var encrypted: Bool?
        var user: String?
        var bytes: Data?
        var wire: Data?
        var length: Int?
        var port: Int?
    }

    let port: Int
    private let peer: PeerProcess

    init(_ script: Script) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString).json")
        try JSONEncoder().encode(script).write(to: file)
        peer = try PeerProcess("smtp_relay.py", [file.path])
        port = try peer.first(Event.self).port ?? 0
    }

    /// Ends it; everything it saw, in order.
    func stop() throws -> [Event] {
        try peer.stop().split(separator: "\n").map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
    }
}

extension [ScriptedRelay.Event] {
    var connections: Int { count { $0.event == "connect" } }
    var messages: [[UInt8]] { compactMap { event in event.bytes.map { [UInt8]($0) } } }
    /// The same as they were on the wire.
    var wires: [[UInt8]] { compactMap { event in event.wire.map { [UInt8]($0) } } }
    var commands: [String] { compactMap { $0.event == "command" ? $0.line : nil } }
    /// Whom the certificates named that were shown.
    var clients: [String] { compactMap { $0.event == "client" ? $0.line : nil } }
}

/// A program beside this file that says one line of JSON when it is ready and ends with its standard input.
final class PeerProcess: @unchecked Sendable {  // a test drives it from one task
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private let errors = FileManager.default.temporaryDirectory.appending(path: "peer-\(UUID().uuidString).err")

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    init(_ script: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Self.folder.appending(path: script).path] + arguments
        process.standardOutput = output
        process.standardInput = input
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    /// Its first line; throws what it said instead, e.g. what it lacks.
    func first<Line: Decodable>(_ type: Line.Type) throws -> Line {
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data([0x0a]) { line += byte }
        if line.isEmpty {
            process.waitUntilExit()
            throw PeerProblem(description: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
        }
        return try JSONDecoder().decode(type, from: line)
    }

    func stop() throws -> String {
        try? input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return said
    }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.waitUntilExit() }
        try? FileManager.default.removeItem(at: errors)
    }
}

/// A peer could not do its part: the test fails with its words.
struct PeerProblem: Error, CustomStringConvertible {
    var description: String
}

/// Throw-away certificates in a folder of their own, which goes with it.
final class RelayCertificates: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = PeerProcess.folder.appending(path: "make_certificates.sh")
        process.arguments = [folder.path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl makes certificates")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }
}
