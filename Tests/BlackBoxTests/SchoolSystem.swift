import BuiltDaemon
import Foundation
import Testing

/// The script of the feed's own tests, in a process of its own, with the pages of a folder.
final class SchoolSystem: @unchecked Sendable {  // a test drives it from one task
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private(set) var url = ""

    /// `isLastSilent`: the last page is asked for and never comes.
    init(pages folder: URL, school: String, isLastSilent: Bool = false) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("students") }
        var answers: [[String: String]] = [["body": try String(contentsOf: folder.appending(path: "school.json"), encoding: .utf8)]]
        for (number, name) in names.sorted(by: { $0.compare($1, options: .numeric) == .orderedAscending }).enumerated() {
            let data = try Data(contentsOf: folder.appending(path: name))
            var page = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let next = "{origin}/v1.0/schools/\(school)/students?cursor=\(number + 1)"
            let isLast = number + 1 == names.count
            page["meta"] = ["pagination": ["next": isLast ? NSNull() : next, "more": !isLast] as [String: Any]]
            answers.append(["body": String(decoding: try JSONSerialization.data(withJSONObject: page), as: UTF8.self)])
        }
        if isLastSilent { answers[answers.count - 1]["behaviour"] = "silence" }
        let script = folder.appending(path: "answers.json")
        try JSONEncoder().encode(answers).write(to: script)
        let program = Binaries.repository.appending(path: "Tests/ClientTests/RosterFeed/Fetching/mis_server.py").path
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", program, script.path]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        let line = try JSONSerialization.jsonObject(with: output.fileHandleForReading.availableData) as? [String: Any]
        url = "http://127.0.0.1:\(try #require(line?["port"] as? Int))/v1.0/schools/\(school)"
    }

    /// Everything it was asked.
    func stop() -> String {
        end()
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    deinit { end() }

    private func end() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
