import ProtobufJSON

@testable import Observability

extension FuzzTarget {
    /// Whatever text a stranger has us log stays one JSON string on one line.
    static let logText = FuzzTarget(name: "log-text") { input in
        let text = String(decoding: input, as: UTF8.self)
        var line: [UInt8] = []
        JSONText.append(text, to: &line)
        try promise(line.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a line that ends early, or steers a terminal")
        guard case .string(let read) = try JSONValue(parsing: line) else { throw Violation("no JSON string") }
        try promise(read.utf8.elementsEqual(text.utf8), "another text")
        let steering = String(decoding: line, as: UTF8.self).unicodeScalars.contains {
            (0x80..<0xA0).contains($0.value) || (0x200E...0x200F).contains($0.value) || (0x2028...0x202E).contains($0.value)
                || (0x2066...0x2069).contains($0.value)
        }
        try promise(!steering, "a line that steers a terminal")
    }
}
