import BuiltDaemon
import Foundation
import Testing

extension BuiltDaemon {
    /// The log's lines with this message. Throws when any line is not an object.
    func lines(_ message: String) throws -> [[String: Any]] {
        try log().split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }.filter { $0["message"] as? String == message }
    }
}
