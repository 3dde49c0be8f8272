/// All methods of a server, found by the bytes of their names without making a `String`.
///
/// Open addressing over a table of fixed size at most half full; names come from generated code, never from a peer, so that a
/// peer cannot make look-ups slow.
public struct MethodTable: Sendable {
    /// In the order they were listed; `lookup` answers positions in here.
    public let handlers: [MethodHandler]
    private let names: [(service: [UInt8], method: [UInt8])]
    private let slots: [Int32]

    /// What a look-up found.
    public enum Lookup: Hashable, Sendable {
        case found(Int)
        case unknownMethod
        case unknownService
    }

    /// - Precondition: no two services list the same method.
    public init(_ services: [any RPCService]) {
        handlers = services.flatMap(\.methodHandlers)
        names = handlers.map { (Array($0.descriptor.service.utf8), Array($0.descriptor.method.utf8)) }
        let paths = Set(handlers.map(\.descriptor.path))
        precondition(paths.count == handlers.count, "two services list the same method")
        var capacity = 2
        while capacity < handlers.count * 2 { capacity *= 2 }
        var slots = [Int32](repeating: -1, count: capacity)
        for (index, name) in names.enumerated() {
            let hash = name.service.withUnsafeBytes { service in
                name.method.withUnsafeBytes { method in Self.hash(service, method) }
            }
            var slot = hash & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(index)
        }
        self.slots = slots
    }

    /// The handler of `service/method`.
    public func lookup(service: UnsafeRawBufferPointer, method: UnsafeRawBufferPointer) -> Lookup {
        var slot = Self.hash(service, method) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if names[index].method.elementsEqual(method), names[index].service.elementsEqual(service) { return .found(index) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return names.contains { $0.service.elementsEqual(service) } ? .unknownMethod : .unknownService
    }

    /// FNV-1a over both names with a separator.
    private static func hash(_ service: UnsafeRawBufferPointer, _ method: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in service { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0x2F) &* 0x100_0000_01B3
        for byte in method { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
