import Foundation
import SwiftProtobuf
import SwiftProtobufPluginLibrary
import Testing

@testable import GeneratorCore

/// The generator as protoc would run it, without the pipe between them.
enum Plugin {
    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let protos = tests.appendingPathComponent("../../..").standardizedFileURL

    /// What is generated for a file of Fixtures/.
    static func run(_ fixture: String, parameter: String) throws -> [Generator.Output] {
        try run(fixture, in: tests.appendingPathComponent("Fixtures"), parameter: parameter)
    }

    /// What is generated for a contract given as text.
    static func run(source: String, parameter: String) throws -> [Generator.Output] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("generator-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try source.write(to: folder.appendingPathComponent("source.proto"), atomically: true, encoding: .utf8)
        return try run("source.proto", in: folder, parameter: parameter)
    }

    private static func run(_ name: String, in folder: URL, parameter: String) throws -> [Generator.Output] {
        let set = try descriptorSet(of: name, in: folder)
        let file = try #require(DescriptorSet(proto: set).fileDescriptor(named: name))
        let pairs = parameter.split(separator: ",").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return (key: String(parts[0]), value: String(parts[1]))
        }
        return try Generator.generate(file, Options(pairs))
    }

    /// protoc's view of the file and all it imports, comments included.
    private static func descriptorSet(of name: String, in folder: URL) throws -> Google_Protobuf_FileDescriptorSet {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pb")
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "protoc", "-I\(folder.path)", "-I\(protos.path)", "-I/usr/include", "--include_imports", "--include_source_info",
            "--descriptor_set_out=\(output.path)", name,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "protoc accepts \(name)")
        let extensions = SimpleExtensionMap([onLoopOption])
        return try Google_Protobuf_FileDescriptorSet(serializedBytes: Data(contentsOf: output), extensions: extensions)
    }
}
