import Foundation
import Testing

/// Google's own protobuf (PyPI `protobuf`) in a virtual environment of this repository. Made on first use; a machine that
/// cannot have one fails the test.
enum GooglePython {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The interpreter that has `protobuf`; `PROTOBUF_PYTHON` names another.
    static let interpreter: Result<String, any Error> = Result {
        if let named = ProcessInfo.processInfo.environment["PROTOBUF_PYTHON"] { return named }
        let folder = root.appending(path: ".build-python").path
        let python = "\(folder)/bin/python3"
        if (try? run(python, ["-c", "import google.protobuf"])) == nil {
            _ = try run("/usr/bin/env", ["python3", "-m", "venv", folder])
            _ = try run(python, ["-m", "pip", "install", "--quiet", "protobuf==7.36.2"])
        }
        return python
    }

    /// Runs the script beside this file.
    static func run(_ arguments: [String], input: String = "") throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "google_json.py").path
        return try run(interpreter.get(), [script] + arguments, input: input)
    }

    /// The descriptors of the test's messages, as protoc writes them.
    static let descriptors = Result { try described("shapes.proto", in: root.appending(path: "Tests/ProtobufJSONMessages")) }

    /// The descriptors of messages that protoc-c makes no C of.
    static let foreignDescriptors = Result {
        try described("foreign.proto", in: URL(filePath: #filePath).deletingLastPathComponent())
    }

    private static func described(_ file: String, in folder: URL) throws -> String {
        let output = FileManager.default.temporaryDirectory.appending(path: "\(file)-\(getpid()).descriptors").path
        _ = try run(
            "/usr/bin/env",
            ["protoc", "-I\(folder.path)", "-I/usr/include", "--include_imports", "--descriptor_set_out=\(output)", file])
        return output
    }

    static func run(_ executable: String, _ arguments: [String], input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        let folder = FileManager.default.temporaryDirectory.appending(path: "google-python-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files rather than pipes: neither side can block on the other.
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let said = try String(decoding: Data(contentsOf: files[2]), as: UTF8.self)
            throw Failure(description: "\(executable) \(arguments.joined(separator: " ")) failed: \(said)")
        }
        return try String(decoding: Data(contentsOf: files[1]), as: UTF8.self)
    }
}
