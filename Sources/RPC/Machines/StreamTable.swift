/// Something about each call of a connection, by its stream: that of one call in place, those of more in a dictionary.
///
/// Most connections have one call at a time or none, and a dictionary keeps its room when it is empty: an idle connection would hold three.
public struct StreamTable<Value> {
    @usableFromInline
    var first: (id: StreamID, value: Value)?
    @usableFromInline
    var others: [StreamID: Value] = [:]

    /// Of no call.
    @inlinable
    public init() {}

    @inlinable
    public var count: Int { others.count + (first == nil ? 0 : 1) }

    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// All there are, in no order.
    @inlinable
    public var all: [(id: StreamID, value: Value)] {
        (first.map { [$0] } ?? []) + others.map { (id: $0.key, value: $0.value) }
    }

    /// That of one call; nil when there is none, and to take it away.
    @inlinable
    public subscript(id: StreamID) -> Value? {
        get { if let first, first.id == id { first.value } else { others.isEmpty ? nil : others[id] } }
        set {
            let isFirst = if let first { first.id == id } else { others.isEmpty || others[id] == nil }
            if isFirst {
                if let newValue { first = (id, newValue) } else { first = nil }
            } else {
                others[id] = newValue
            }
        }
    }

    /// Takes that of one call out.
    @inlinable
    public mutating func remove(_ id: StreamID) -> Value? {
        guard let first, first.id == id else { return others.isEmpty ? nil : others.removeValue(forKey: id) }
        self.first = nil
        return first.value
    }
}

extension StreamTable: Sendable where Value: Sendable {}
