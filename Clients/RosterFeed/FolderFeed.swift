internal import FoundationEssentials

/// A feed that was saved to a folder: `school.json`, and `students*.json` in name order.
///
/// Names are ordered as people do: `students-2.json` before `students-10.json`.
public struct FolderFeed: FeedSource {
    /// The folder's path.
    public let path: String
    /// File names of the pages, in order.
    public let pageNames: [String]

    /// Throws `FeedError` if the folder cannot be read, or has no `school.json` or no page.
    public init(path: String) throws(FeedError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw FeedError(file: path, problem: "the folder cannot be read")
        }
        guard names.contains(Self.schoolName) else { throw FeedError(file: path, problem: "there is no \(Self.schoolName) in this folder") }
        let pages = names.filter { $0.hasPrefix("students") && $0.hasSuffix(".json") }
        guard !pages.isEmpty else { throw FeedError(file: path, problem: "there is no students*.json in this folder") }
        self.path = path
        self.pageNames = pages.sorted { NaturalOrder.isBefore($0, $1) }
    }

    public var pageCount: Int? { pageNames.count }

    public func school() async throws -> FeedDocument { try read(Self.schoolName) }

    public func pages() -> Pages { Pages(folder: self) }

    /// Reads a file when it is asked for.
    public struct Pages: AsyncSequence, Sendable {
        public typealias Failure = any Error
        let folder: FolderFeed

        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(folder: folder) }

        public struct AsyncIterator: AsyncIteratorProtocol {
            let folder: FolderFeed
            var next = 0

            public mutating func next() async throws -> FeedDocument? {
                guard next < folder.pageNames.count else { return nil }
                defer { next += 1 }
                return try folder.read(folder.pageNames[next])
            }
        }
    }

    static let schoolName = "school.json"

    func read(_ name: String) throws(FeedError) -> FeedDocument {
        guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
            throw FeedError(file: name, problem: "the file cannot be read")
        }
        return FeedDocument(name: name, bytes: Array(data))
    }
}

/// Text compared byte by byte, but runs of digits as numbers.
enum NaturalOrder {
    static func isBefore(_ one: String, _ other: String) -> Bool {
        var left = Array(one.utf8)[...], right = Array(other.utf8)[...]
        while let a = left.first, let b = right.first {
            if isDigit(a), isDigit(b) {
                let x = number(&left), y = number(&right)
                if x.count != y.count { return x.count < y.count }
                if x != y { return x.lexicographicallyPrecedes(y) }
            } else {
                if a != b { return a < b }
                left.removeFirst()
                right.removeFirst()
            }
        }
        if left.isEmpty != right.isEmpty { return left.isEmpty }
        // Equal but for leading zeros: any fixed order does.
        return one < other
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func number(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = bytes.prefix(while: isDigit)
        bytes = bytes.dropFirst(digits.count)
        return digits.drop { $0 == 0x30 }
    }
}
