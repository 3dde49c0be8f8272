internal import Invitations

/// The pupils that index ranges name, with their places in the list.
///
/// A search collects dozens of places to show one: they lie in one buffer, and comparing is comparing bytes. A set of arrays cost
/// more than all the rest of such a call.
struct CandidatePupils {
    private var places: [UInt8] = []
    private var found: [Found] = []

    private struct Found {
        var key: Int64
        var start: Int
        var end: Int
    }

    init() {
        places.reserveCapacity(2048)
        found.reserveCapacity(64)
    }

    var isEmpty: Bool { found.isEmpty }

    /// One entry of a range. A pupil may come again.
    mutating func append(_ key: Int64, place: UnsafeRawBufferPointer) {
        let start = places.count
        places.append(contentsOf: place)
        found.append(Found(key: key, start: start, end: places.count))
    }

    /// Only those whom another range names too. `keys` may be in any order.
    mutating func keepOnly(_ keys: [Int64]) {
        let keys = keys.sorted()
        found.removeAll { !keys.holdsInOrder($0.key) }
    }

    /// In list order from behind `after` on, each once.
    func inOrder(after: [UInt8]) -> [ListedPupil] {
        places.withUnsafeBytes { places in
            func place(_ one: Found) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: places[one.start..<one.end]) }
            var behind = found
            if !after.isEmpty { behind.removeAll { one in after.withUnsafeBytes { !$0.precedes(place(one)) } } }
            if behind.count > 1 {
                behind.sort { one, other in
                    let order = place(one).compare(to: place(other))
                    return order != 0 ? order < 0 : one.key < other.key
                }
            }
            var last: Int64?
            return behind.compactMap { one in
                guard one.key != last else { return nil }
                last = one.key
                return ListedPupil(sort: Array(place(one)), key: PupilKey(rowID: one.key))
            }
        }
    }
}

extension [Int64] {
    /// Whether these, sorted, hold `value`.
    fileprivate func holdsInOrder(_ value: Int64) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == value
    }
}

extension UnsafeRawBufferPointer {
    /// Below 0, 0 or above 0, as SQLite orders blobs.
    fileprivate func compare(to other: UnsafeRawBufferPointer) -> Int {
        for (one, another) in zip(self, other) where one != another { return Int(one) - Int(another) }
        return count - other.count
    }

    fileprivate func precedes(_ other: UnsafeRawBufferPointer) -> Bool { compare(to: other) < 0 }
}
