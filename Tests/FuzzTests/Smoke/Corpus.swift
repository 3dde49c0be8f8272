import Foundation

/// The inputs of a target that are checked in: what libFuzzer found worth keeping, and what once went wrong.
struct Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpora")

    /// File names and contents, in the names' order.
    let inputs: [(name: String, bytes: [UInt8])]

    init(of target: FuzzTarget) throws {
        let folder = Self.folder.appending(path: target.name)
        inputs = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, Array(try Data(contentsOf: folder.appending(path: name))))
        }
    }
}
