import Foundation

/// The repository as the tidy tests read it: files as text, never the product's code.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Hand-written Swift files below these folders, paths relative to the root.
    static func swiftFiles(under folders: String...) throws -> [(path: String, text: String)] {
        var files: [(String, String)] = []
        for folder in folders {
            guard let all = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil) else {
                continue
            }
            for case let file as URL in all where file.pathExtension == "swift" {
                let path = String(file.path.dropFirst(root.path.count + 1))
                if path.contains("Generated/") || path.contains(".build") { continue }
                files.append((path, try String(contentsOf: file, encoding: .utf8)))
            }
        }
        return files.sorted { $0.0 < $1.0 }
    }

    /// Files git tracks, relative to the root.
    static func trackedFiles() throws -> [String] {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "-C", root.path, "ls-files"]
        let output = Pipe()
        git.standardOutput = output
        try git.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
