/// The key-value pairs of a ttrpc Request, in order; keys are lowercase ASCII and may repeat.
public struct Metadata: Sendable, Hashable {
    /// In the order they were added or arrived.
    public private(set) var pairs: [Pair]

    /// One key with one value.
    public struct Pair: Sendable, Hashable {
        /// Lowercase printable ASCII.
        public let key: String
        /// UTF-8 without NUL.
        public let value: String
        /// Takes the key as it is; `Metadata.add` lowers it.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// These pairs, in this order.
    public init(_ pairs: [Pair] = []) { self.pairs = pairs }

    /// The first value of a key; keys compare in lower case.
    public subscript(key: String) -> String? { pairs.first { $0.key == key }?.value }

    /// Appends a pair; an existing key stays.
    public mutating func add(_ key: String, _ value: String) { pairs.append(Pair(key: key.lowercased(), value: value)) }
}
