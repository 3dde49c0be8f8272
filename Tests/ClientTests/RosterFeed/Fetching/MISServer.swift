import Foundation
import Testing

@testable import RosterFeed

/// One answer of the server, as `mis_server.py` reads it.
struct MISAnswer: Encodable {
    var status = 200
    var headers: [String: String] = [:]
    var body = ""
    var behaviour = "whole"

    static func ok(_ body: String) -> MISAnswer { MISAnswer(body: body) }
    static func status(_ status: Int, _ headers: [String: String] = [:]) -> MISAnswer { MISAnswer(status: status, headers: headers) }
    static func behaving(_ behaviour: String, _ body: String = "", status: Int = 200) -> MISAnswer {
        MISAnswer(status: status, body: body, behaviour: behaviour)
    }
}

/// What the server was asked.
struct MISRequest: Decodable {
    var target: String
    /// Names in lower case.
    var headers: [String: String]
    /// The port it came from: tells connections apart.
    var connection: Int
}

/// `mis_server.py` in a process of its own, in a folder of its own.
///
final class MISServer: @unchecked Sendable {  // a test drives it from one task
    let origin: String
    let folder: URL
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var lines = Lines()

    init(_ answers: [MISAnswer], in folder: URL, certificate: TestCertificate? = nil) throws {
        self.folder = folder
        let script = folder.appending(path: "answers.json")
        try JSONEncoder().encode(answers).write(to: script)
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "mis_server.py").path
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", program, script.path] + (certificate.map { [$0.chain, $0.key] } ?? [])
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        struct Started: Decodable { var port: Int }
        let first = lines.next(output.fileHandleForReading)
        let port = try JSONDecoder().decode(Started.self, from: try #require(first)).port
        origin = (certificate == nil ? "http" : "https") + "://127.0.0.1:\(port)"
    }

    var school: String { origin + "/v1.0/schools/S1" }

    /// The next thing it is asked, when it is; waits for it on a thread of its own.
    func nextRequest() async throws -> MISRequest {
        let line = await withCheckedContinuation { waiting in
            Thread.detachNewThread { waiting.resume(returning: self.lines.next(self.output.fileHandleForReading)) }
        }
        return try JSONDecoder().decode(MISRequest.self, from: try #require(line))
    }

    /// Ends the server and answers what it was asked.
    func stop() throws -> [MISRequest] {
        end()
        return try lines.rest(output.fileHandleForReading).map { try JSONDecoder().decode(MISRequest.self, from: $0) }
    }

    deinit { end() }

    /// SIGKILL: what a test starts may have inherited a mask that blocks SIGTERM.
    private func end() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Splits what a handle has into lines.
    private struct Lines {
        private var held = Data()

        mutating func next(_ handle: FileHandle) -> Data? {
            while true {
                if let end = held.firstIndex(of: 0x0A) {
                    defer { held = Data(held[held.index(after: end)...]) }
                    return Data(held[..<end])
                }
                let more = handle.availableData
                if more.isEmpty { return nil }
                held += more
            }
        }

        mutating func rest(_ handle: FileHandle) -> [Data] {
            held += handle.readDataToEndOfFile()
            defer { held = Data() }
            return held.split(separator: 0x0A).map { Data($0) }
        }
    }
}

/// A throw-away authority of this folder, and what it signed.
struct TestCertificate {
    let chain: String
    let key: String
    let authority: String

    /// For `names`, such as `IP:127.0.0.1`; `name` tells several in a folder apart.
    init(_ names: String, in folder: URL, name: String = "server") throws {
        func path(_ file: String) -> String { folder.appending(path: "\(name)-\(file)").path }
        (chain, key, authority) = (path("server.pem"), path("server.key"), path("ca.pem"))
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try run(
            "openssl",
            ["req", "-x509", "-days", "2", "-subj", "/CN=Test authority"] + curve + ["-keyout", path("ca.key"), "-out", authority])
        try run("openssl", ["req", "-subj", "/CN=mis"] + curve + ["-keyout", key, "-out", path("server.csr")])
        try "subjectAltName=\(names)".write(toFile: path("names"), atomically: true, encoding: .utf8)
        try run(
            "openssl",
            [
                "x509", "-req", "-days", "2", "-in", path("server.csr"), "-CA", authority, "-CAkey", path("ca.key"), "-CAcreateserial",
                "-extfile", path("names"), "-out", chain,
            ])
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments.first ?? "")")
    }
}
