/// Something about each call of a connection, by its stream: that of one call in place, those of more in a dictionary.
///
/// Most connections have one call at a time or none, and a dictionary keeps its room when it is empty: an idle connection would hold three.
package struct StreamTable<Value> {
    @usableFromInline
    package typealias Element = (id: StreamID, value: Value)

    @usableFromInline
    var first: Element?
    @usableFromInline
    var others: [StreamID: Value] = [:]

    /// Of no call.
    @inlinable
    package init() {}

    @inlinable
    package var count: Int { others.count + (first == nil ? 0 : 1) }

    @inlinable
    package var isEmpty: Bool { count == 0 }

    /// All there are, in no order.
    @inlinable
    package var all: [(id: StreamID, value: Value)] {
        (first.map { [$0] } ?? []) + others.map { (id: $0.key, value: $0.value) }
    }

    /// That of one call; nil when there is none, and to take it away.
    @inlinable
    package subscript(id: StreamID) -> Value? {
        get { if let first, first.id == id { first.value } else { others.isEmpty ? nil : others[id] } }
        set {
            if first?.id == id || (first == nil && (others.isEmpty || others[id] == nil)) {
                first = newValue.map { (id, $0) }
            } else {
                others[id] = newValue
            }
        }
    }

    /// Takes that of one call out.
    @inlinable
    package mutating func remove(_ id: StreamID) -> Value? {
        guard let first, first.id == id else { return others.isEmpty ? nil : others.removeValue(forKey: id) }
        self.first = nil
        return first.value
    }
}

extension StreamTable: Sendable where Value: Sendable {}
