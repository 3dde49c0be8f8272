/// Whether bytes are a text that survives the way through a C string: UTF-8 without U+0000.
enum TextCheck {
    /// What is wrong with the bytes; nil if nothing.
    static func problem(in bytes: UnsafeRawBufferPointer) -> MessageDecodingError.Reason? {
        var offset = 0
        // Eight ASCII characters at a time, none of them zero: `word - ones` borrows only through a zero byte as long as no
        // byte has its high bit set.
        while offset + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard (word | (word &- ones)) & highBits == 0 else { break }
            offset += 8
        }
        while offset < bytes.count, bytes[offset] < 0x80 {
            if bytes[offset] == 0 { return .containsNUL }
            offset += 1
        }
        if offset == bytes.count { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        guard isUTF8(rest) else { return .invalidUTF8 }
        return rest.contains(0) ? .containsNUL : nil
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        (try? UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)) != nil
    }
}
