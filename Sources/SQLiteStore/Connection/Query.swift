internal import Synchronization

/// A statement's text with a small number, by which every connection finds its own prepared copy.
///
/// Declare queries as static values: each `init` takes a number for good.
struct Query: Sendable {
    let index: Int
    let sql: String

    init(_ sql: String) {
        self.sql = sql
        index = Self.texts.withLock { texts in
            texts.append(sql)
            return texts.count - 1
        }
    }

    /// The texts of all queries made so far in this process: what the plan test explains.
    static var all: [String] { texts.withLock { $0 } }

    private static let texts = Mutex<[String]>([])
}
