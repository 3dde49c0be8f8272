/// A letter as what differs from a frame: LZ77 with the frame as the only dictionary.
///
/// Format 1, numbers being base 128 with the low part first:
///
///     1  length of the letter  check of the letter, 4 bytes, low first
///     until that length: count, that many bytes as they are; then, unless the letter is whole: place in the frame, length of the copy
///
/// Files hold it: a later format has another first byte, and this one is read for ever. Length and check are the letter's own (R20): what was put
/// together from another frame, or from damaged bytes, is no letter.
enum LetterDifference {
    private static let format: UInt8 = 1

    /// nil: it would not be smaller than the letter.
    static func encode(_ letter: [UInt8], from frame: LetterFrame) -> [UInt8]? {
        var difference: [UInt8] = []
        difference.reserveCapacity(letter.count / 4 + 32)
        difference.append(format)
        append(letter.count, to: &difference)
        letter.withUnsafeBytes { letter in
            let check = check(letter)
            for shift in stride(from: UInt32(0), to: 32, by: 8) { difference.append(UInt8(truncatingIfNeeded: check >> shift)) }
            frame.bytes.withUnsafeBytes { appendParts(of: letter, from: $0, frame, to: &difference) }
        }
        return difference.count < letter.count ? difference : nil
    }

    private static func appendParts(
        of letter: UnsafeRawBufferPointer, from bytes: UnsafeRawBufferPointer, _ frame: LetterFrame, to difference: inout [UInt8]
    ) {
        // What comes before it is written.
        var written = 0
        var index = 0
        while index + LetterFrame.window <= letter.count {
            let word = letter.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard let place = frame.place(of: word), bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) == word else {
                index += 1
                continue
            }
            var back = 0
            while index - back > written, place > back, letter[index - back - 1] == bytes[place - back - 1] { back += 1 }
            let end = index + equalCount(letter, from: index, bytes, from: place)
            append(letter[written..<index - back], to: &difference)
            append(place - back, to: &difference)
            append(end - index + back, to: &difference)
            (index, written) = (end, end)
        }
        if written < letter.count { append(letter[written...], to: &difference) }
    }

    /// How many bytes are equal from two places on.
    private static func equalCount(_ left: UnsafeRawBufferPointer, from: Int, _ right: UnsafeRawBufferPointer, from place: Int) -> Int {
        let most = min(left.count - from, right.count - place)
        var count = 0
        while count + 8 <= most {
            let (one, other) = (
                left.loadUnaligned(fromByteOffset: from + count, as: UInt64.self),
                right.loadUnaligned(fromByteOffset: place + count, as: UInt64.self)
            )
            if one != other { return count + (one ^ other).littleEndian.trailingZeroBitCount / 8 }
            count += 8
        }
        while count < most, left[from + count] == right[place + count] { count += 1 }
        return count
    }

    private static func append(_ literal: Slice<UnsafeRawBufferPointer>, to difference: inout [UInt8]) {
        append(literal.count, to: &difference)
        difference.append(contentsOf: UnsafeRawBufferPointer(rebasing: literal))
    }

    private static func append(_ number: Int, to difference: inout [UInt8]) {
        var rest = UInt(number)
        while rest >= 0x80 {
            difference.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        difference.append(UInt8(rest))
    }

    /// Of the letter, so that no other is taken for it by accident: one changed word is always seen before the fold.
    fileprivate static func check(_ letter: UnsafeRawBufferPointer) -> UInt32 {
        var sum = UInt64(letter.count)
        func add(_ word: UInt64) {
            sum = (sum ^ word) &* 0x9fb2_1c65_1e98_df25
            sum ^= sum >> 32
        }
        let words = letter.count / 8
        for word in 0..<words { add(UInt64(littleEndian: letter.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self))) }
        var last: UInt64 = 0
        for byte in letter[(words * 8)...] { last = last << 8 | UInt64(byte) }
        add(last)
        return UInt32(truncatingIfNeeded: sum)
    }
}

extension LetterDifference {
    /// Bytes that are no difference from that frame.
    struct Damage: Error, Hashable {}

    /// The letter that was encoded, whatever `difference` and `frame` hold: never another.
    static func decode(_ difference: [UInt8], from frame: [UInt8]) throws(Damage) -> [UInt8] {
        var rest = difference[...]
        guard rest.popFirst() == format else { throw Damage() }
        let count = try number(from: &rest)
        // A letter of no bytes is smaller whole.
        guard count > 0 else { throw Damage() }
        var check: UInt32 = 0
        for byte in try bytes(4, from: &rest).reversed() { check = check << 8 | UInt32(byte) }
        var letter: [UInt8] = []
        while true {
            let literalCount = try number(from: &rest)
            letter += try bytes(literalCount, from: &rest)
            if letter.count >= count { break }
            let (place, length) = (try number(from: &rest), try number(from: &rest))
            // Neither sum can overflow: numbers have 35 bits.
            guard length > 0, place + length <= frame.count, letter.count + length <= count else { throw Damage() }
            letter += frame[place..<place + length]
            if letter.count == count { break }
        }
        guard letter.count == count, rest.isEmpty, letter.withUnsafeBytes(Self.check) == check else { throw Damage() }
        return letter
    }

    private static func number(from rest: inout ArraySlice<UInt8>) throws(Damage) -> Int {
        var number = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            guard let byte = rest.popFirst() else { throw Damage() }
            number |= Int(byte & 0x7f) << shift
            if byte < 0x80 { return number }
        }
        throw Damage()
    }

    private static func bytes(_ count: Int, from rest: inout ArraySlice<UInt8>) throws(Damage) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Damage() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
