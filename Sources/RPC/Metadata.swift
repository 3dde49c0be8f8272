/// The key-value pairs of a ttrpc Request, in order; keys are lowercase ASCII and may repeat.
public struct Metadata: Sendable, Hashable {
    public private(set) var pairs: [Pair]

    public struct Pair: Sendable, Hashable {
        public let key: String
        public let value: String
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(_ pairs: [Pair] = []) { self.pairs = pairs }

    /// The first value of a key; keys compare in lower case.
    public subscript(key: String) -> String? { pairs.first { $0.key == key }?.value }

    public mutating func add(_ key: String, _ value: String) { pairs.append(Pair(key: key.lowercased(), value: value)) }
}
