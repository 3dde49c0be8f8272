import NIOCore

extension ByteBuffer {
    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writeInteger(UInt8(rest))
    }

    /// Overwrites bytes at `index` with a varint.
    mutating func setVarint(_ value: UInt64, at index: Int) {
        var rest = value
        var index = index
        while rest >= 0x80 {
            setInteger(UInt8(truncatingIfNeeded: rest) | 0x80, at: index)
            rest >>= 7
            index += 1
        }
        setInteger(UInt8(rest), at: index)
    }

    /// A string field; like every proto3 encoder, nothing for an empty one.
    mutating func writeStringField(_ number: UInt8, _ value: String) {
        if value.isEmpty { return }
        writeTag(number, delimitedLength: value.utf8.count)
        writeString(value)
    }

    mutating func writeVarintField(_ number: UInt8, _ value: UInt64) {
        if value == 0 { return }
        writeInteger(number << 3)
        writeVarint(value)
    }

    /// A bytes or message field, written even when it is empty: whether it is present means something.
    mutating func writeBytesField(_ number: UInt8, _ value: ByteBuffer) {
        writeTag(number, delimitedLength: value.readableBytes)
        writeImmutableBuffer(value)
    }

    mutating func writeTag(_ number: UInt8, delimitedLength: Int) {
        writeInteger(number << 3 | 2)
        writeVarint(UInt64(delimitedLength))
    }
}

/// Bytes a varint takes.
func varintByteCount(_ value: UInt64) -> Int { max(1, (70 - value.leadingZeroBitCount) / 7) }

/// Bytes a length-delimited field with a one-byte tag takes.
func delimitedByteCount(_ length: Int) -> Int { 1 + varintByteCount(UInt64(length)) + length }
