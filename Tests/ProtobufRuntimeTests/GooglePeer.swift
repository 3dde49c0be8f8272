import Foundation

/// Google's protobuf for Python, run by Tests/Peers/google-peer.
enum GooglePeer {
    /// A message, as the peer sees it.
    struct Message {
        let fullName: String
        let encoding: [UInt8]
        let dump: String
    }

    struct Failure: Error {
        let status: Int32
        let output: String
    }

    /// Runs the peer to its end. A peer that cannot run is a failure, never a skipped test.
    static func run(_ arguments: [String], input: String = "") throws -> [Message] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("google-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: neither side can wait for the other to read.
        let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        for (file, content) in zip(files, [input, "", ""]) { try content.write(to: file, atomically: false, encoding: .utf8) }
        let process = Process()
        process.executableURL = tests.appendingPathComponent("Peers/google-peer")
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(status: process.terminationStatus, output: try String(contentsOf: files[2], encoding: .utf8))
        }
        return try String(contentsOf: files[1], encoding: .utf8).split(separator: "\n").map { line in
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            return Message(fullName: String(parts[0]), encoding: bytes(hex: parts[1]), dump: String(parts[2]))
        }
    }
}
