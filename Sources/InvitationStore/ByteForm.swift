/// Writes values one after the other in the one form there is for each: for digests, bindings and what we keep or seal.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Big-endian.
    mutating func integer(_ value: Int64) {
        let bits = UInt64(bitPattern: value)
        for shift in stride(from: UInt64(56), through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }

    /// Base 128, low part first; for counts and lengths.
    mutating func count(_ value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// As it is: for parts of a fixed width.
    mutating func fixed(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    /// Its length before it, so that two neighbours cannot be divided otherwise.
    mutating func text(_ value: String) {
        count(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }
}

/// Reads what ``ByteWriter`` wrote. Throws on bytes that end too soon: they are sealed or our own, so it is another version's form.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws(ByteFormError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw ByteFormError() }
        return byte
    }

    mutating func integer() throws(ByteFormError) -> Int64 {
        var bits: UInt64 = 0
        for byte in try fixed(8) { bits = bits << 8 | UInt64(byte) }
        return Int64(bitPattern: bits)
    }

    mutating func count() throws(ByteFormError) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return Int(value) }
        }
        throw ByteFormError()
    }

    mutating func fixed(_ count: Int) throws(ByteFormError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw ByteFormError() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func text() throws(ByteFormError) -> String {
        let count = try count()
        return String(decoding: try fixed(count), as: UTF8.self)
    }
}

struct ByteFormError: Error {}
