/// Rows that staging leaves for later, to be written in the order of their tables and not in the feed's: what lies side by side in a
/// table is then written together, and each of its pages once.
///
/// A row is bytes that sort as its table does; what they mean is the store's own affair. Values, not the store's memory: a slice that is run
/// again after a roll-back hands over its rows again.
public struct GatheredRows: Sendable {
    private var bytes: [UInt8] = []
    private var places: [Place] = []

    public init() {}

    public var isEmpty: Bool { places.isEmpty }

    /// Memory taken, about.
    public var byteCount: Int { bytes.count + places.count * MemoryLayout<Place>.stride }

    /// So many bytes' room at once: growing by doubling would hold everything twice.
    public mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

    /// Adds the row whose bytes `write` appends.
    public mutating func append(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        places.append(Place(bytes, from: start))
    }

    public static func += (all: inout GatheredRows, more: GatheredRows) {
        let start = all.bytes.count
        all.bytes += more.bytes
        for place in more.places { all.places.append(place.moved(by: start)) }
    }

    /// Takes all rows, in order.
    public mutating func takeSorted() -> SortedRows {
        defer { self = GatheredRows() }
        bytes.withUnsafeBytes { bytes in places.sort { $0.isBefore($1, in: bytes) } }
        return SortedRows(bytes: bytes, places: places)
    }
}

/// Gathered rows in their order.
public struct SortedRows: Sendable {
    fileprivate let bytes: [UInt8]
    fileprivate let places: [Place]

    public var count: Int { places.count }

    /// The bytes of the row at `index`, good within `body`.
    public func withBytes<Answer>(at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Answer) rethrows -> Answer {
        try bytes.withUnsafeBytes { all in try body(UnsafeRawBufferPointer(rebasing: all[places[index].range])) }
    }
}

/// Where a row lies, with its beginning, which decides most comparisons.
private struct Place: Sendable {
    /// Big-endian, zeros behind the end.
    let beginning: UInt64
    let start: UInt32
    let count: UInt32

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }

    init(_ bytes: [UInt8], from start: Int) {
        var beginning: UInt64 = 0
        for index in start..<start + 8 { beginning = beginning << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
        self.init(beginning: beginning, start: UInt32(start), count: UInt32(bytes.count - start))
    }

    private init(beginning: UInt64, start: UInt32, count: UInt32) {
        (self.beginning, self.start, self.count) = (beginning, start, count)
    }

    func moved(by distance: Int) -> Place { Place(beginning: beginning, start: start + UInt32(distance), count: count) }

    func isBefore(_ other: Place, in bytes: UnsafeRawBufferPointer) -> Bool {
        if beginning != other.beginning { return beginning < other.beginning }
        let (mine, its) = (Int(start), Int(other.start))
        let common = Int(min(count, other.count))
        var offset = 8
        while offset + 8 <= common {
            let my = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: mine + offset, as: UInt64.self))
            let that = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: its + offset, as: UInt64.self))
            if my != that { return my < that }
            offset += 8
        }
        while offset < common {
            if bytes[mine + offset] != bytes[its + offset] { return bytes[mine + offset] < bytes[its + offset] }
            offset += 1
        }
        return count < other.count
    }
}
