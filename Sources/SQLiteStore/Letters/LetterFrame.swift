internal import Cryptography

/// What letters of the same templates have in common, with an index of where it says what: letters are kept as what differs from it.
///
/// The index is made once, and asked for each byte that a letter says by itself. It holds of each place the eight bytes from there on, the first
/// place of those that are equal; of two that share a slot the first, since what the second would have begun is found a byte later.
final class LetterFrame {
    /// At most ``bytesMax`` of what it was made from.
    let bytes: [UInt8]
    /// SHA-256 of the bytes: which frame it is in every file, whoever made it.
    let digest: [UInt8]
    /// A place and one more; 0: none.
    private let slots: [UInt16]
    private let shift: UInt64

    /// Places have two bytes in the index.
    static let bytesMax = Int(UInt16.max)
    /// How many bytes are looked up at once, and the least that a copy has.
    static let window = MemoryLayout<UInt64>.size

    /// nil: it is too short for anything to be found in it.
    init?(_ common: [UInt8]) {
        guard common.count >= Self.window else { return nil }
        let bytes = Array(common.prefix(Self.bytesMax))
        let places = bytes.count - Self.window + 1
        let bits = UInt64(max(8, UInt64.bitWidth - (places * 2 - 1).leadingZeroBitCount))
        let shift = UInt64(UInt64.bitWidth) - bits
        var slots = [UInt16](repeating: 0, count: 1 << bits)
        bytes.withUnsafeBytes { bytes in
            for place in 0..<places {
                let slot = Self.slot(of: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self), shift)
                if slots[slot] == 0 { slots[slot] = UInt16(place + 1) }
            }
        }
        (self.slots, self.shift) = (slots, shift)
        self.bytes = bytes
        digest = SHA256.digest(bytes)
    }

    /// Where these eight bytes may stand, with nothing after them that is not there; nil: nowhere that the index knows.
    func place(of word: UInt64) -> Int? {
        let slot = slots[Self.slot(of: word, shift)]
        return slot == 0 ? nil : Int(slot) - 1
    }

    /// Fibonacci hashing: the upper bits of the product depend on all of the word's.
    private static func slot(of word: UInt64, _ shift: UInt64) -> Int { Int((word &* 0x9e37_79b9_7f4a_7c15) >> shift) }
}
