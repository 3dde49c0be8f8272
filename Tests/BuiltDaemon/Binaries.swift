public import Foundation

/// Where the built programs and the repository are. No code of the product.
public enum Binaries {
    /// The folder this test program was built into: the programs are beside it.
    public static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    public static func path(_ name: String) throws -> String {
        let path = folder.appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw MissingProgram(name: name, folder: folder.path) }
        return path
    }
}

/// A program a test needs is not there: the test fails, it does not skip.
public struct MissingProgram: Error, CustomStringConvertible {
    let name: String
    let folder: String
    public var description: String { "\(name) is not in \(folder): build everything first" }
}

/// How a program ended, and what it said.
public struct Outcome: Sendable {
    public let exitCode: Int32
    public let output: String
    public let errors: String

    /// Standard output as JSON.
    public func json() throws -> [String: any Sendable] {
        guard let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: any Sendable] else {
            throw CocoaError(.coderReadCorrupt)
        }
        return object
    }
}

/// Runs a program to its end; off the cooperative pool, so that any number can run side by side.
public func run(
    _ path: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
) async throws -> Outcome {
    try await withCheckedThrowingContinuation { waiting in
        Thread.detachNewThread {
            waiting.resume(with: Result { try runBlocking(path, arguments, input: input, environment: environment) })
        }
    }
}

private func runBlocking(_ path: String, _ arguments: [String], input: String, environment: [String: String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    // Two pipes can fill at once: the second is read on a thread of its own.
    let errorText = ReadToEnd(errors.fileHandleForReading)
    let outputText = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let result = Outcome(exitCode: 0, output: outputText, errors: errorText.text())
    process.waitUntilExit()
    return Outcome(exitCode: process.terminationStatus, output: result.output, errors: result.errors)
}

/// Reads a handle to its end on a thread.
private final class ReadToEnd: @unchecked Sendable {  // the semaphore orders the one write before the one read
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    init(_ handle: FileHandle) {
        Thread.detachNewThread {
            self.data = handle.readDataToEndOfFile()
            self.done.signal()
        }
    }

    func text() -> String {
        done.wait()
        return String(decoding: data, as: UTF8.self)
    }
}
