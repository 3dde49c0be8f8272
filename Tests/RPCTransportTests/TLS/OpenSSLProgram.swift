import Foundation

/// The `openssl` program as a foreign peer: started with arguments, fed line by line, read until it says what is waited for.
final class OpenSSLProgram {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var text = ""

    init(_ arguments: [String]) throws {
        // A program that is gone must be an error of the write, not the end of the tests.
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // A peer that hangs must fail its test, not stop the run.
        let process = process
        DispatchQueue.global().asyncAfter(deadline: .now() + 20) {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    func send(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
    }

    /// Reads until the output contains `phrase`; the output so far, or nil when it ended before.
    func output(until phrase: String) -> String? { output(untilTimes: 1, phrase) }

    /// Reads until the output contains `phrase` so many times; the output so far, or nil when it ended before.
    func output(untilTimes count: Int, _ phrase: String) -> String? {
        while text.split(separator: phrase, omittingEmptySubsequences: false).count <= count {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { return nil }
            text += String(decoding: piece, as: UTF8.self)
        }
        return text
    }

    /// Reads to the end and waits for the program's: all it said.
    func outputToEnd() -> String {
        text += String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
