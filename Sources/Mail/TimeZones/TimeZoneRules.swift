/// What clocks show during a stretch of time.
struct LocalTimeType: Hashable, Sendable {
    var secondsEastOfUTC: Int64
    /// `BST`, or `+0330` where people have no name for it.
    var abbreviation: String
}

/// One zone of the time-zone database, read from the bytes of its file (tzfile(5), RFC 8536).
///
/// Our own reader, because the alternative is Foundation, which costs the idle daemon ten mebibytes and more.
struct TimeZoneRules: Hashable, Sendable {
    private var transitions: [Int64] = []
    /// Which of `types` begins at each transition.
    private var typeAtTransition: [UInt8] = []
    /// Never empty; the first holds before the first transition.
    private var types: [LocalTimeType] = []
    private var afterwards: POSIXTimeZone?

    /// nil: not such a file, or one that contradicts itself.
    init?(file bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard var header = Header(&reader) else { return nil }
        if header.version >= 2 {
            // The first block repeats the second in 32 bits, for readers of the eighties.
            guard reader.skip(header.byteCount(timeWidth: 4)), let second = Header(&reader) else { return nil }
            header = second
        }
        guard readBlock(header, timeWidth: header.version >= 2 ? 8 : 4, &reader) else { return nil }
        if header.version >= 2 {
            guard let footer = reader.footer() else { return nil }
            if !footer.isEmpty {
                guard let rule = POSIXTimeZone(footer) else { return nil }
                afterwards = rule
            }
        }
    }

    /// What clocks there show at an instant in seconds since 1970.
    func localTime(at seconds: Int64) -> LocalTimeType {
        if let last = transitions.last, seconds < last {
            var low = 0
            var high = transitions.count
            while low < high {
                let middle = (low + high) / 2
                if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? types[0] : types[Int(typeAtTransition[low - 1])]
        }
        if let afterwards { return afterwards.localTime(at: seconds) }
        return typeAtTransition.last.map { types[Int($0)] } ?? types[0]
    }

    private mutating func readBlock(_ header: Header, timeWidth: Int, _ reader: inout Reader) -> Bool {
        for _ in 0..<header.timeCount {
            guard let time = reader.integer(width: timeWidth) else { return false }
            if let last = transitions.last, last >= time { return false }
            transitions.append(time)
        }
        guard let indices = reader.take(header.timeCount) else { return false }
        typeAtTransition = Array(indices)
        var names: [(offset: Int64, nameIndex: Int)] = []
        for _ in 0..<header.typeCount {
            guard let offset = reader.integer(width: 4), reader.skip(1), let nameIndex = reader.take(1)?.first else { return false }
            names.append((offset, Int(nameIndex)))
        }
        guard let characters = reader.take(header.characterCount).map(Array.init) else { return false }
        for (offset, nameIndex) in names {
            guard nameIndex < characters.count, let end = characters[nameIndex...].firstIndex(of: 0) else { return false }
            types.append(
                LocalTimeType(secondsEastOfUTC: offset, abbreviation: String(decoding: characters[nameIndex..<end], as: UTF8.self)))
        }
        return !types.isEmpty && typeAtTransition.allSatisfy { $0 < types.count }
            && reader.skip(header.leapCount * (timeWidth + 4) + header.standardCount + header.universalCount)
    }

    private struct Header {
        var version: Int
        var universalCount, standardCount, leapCount, timeCount, typeCount, characterCount: Int

        init?(_ reader: inout Reader) {
            guard let magic = reader.take(4), magic.elementsEqual("TZif".utf8), let version = reader.take(1)?.first, reader.skip(15)
            else { return nil }
            var counts: [Int] = []
            for _ in 0..<6 {
                // The widest zone has a few hundred transitions: a count that large is no time-zone file.
                guard let count = reader.integer(width: 4), (0...100_000).contains(count) else { return nil }
                counts.append(Int(count))
            }
            self.version = version == 0 ? 1 : Int(version) - 0x30
            (universalCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
            (timeCount, typeCount, characterCount) = (counts[3], counts[4], counts[5])
        }

        func byteCount(timeWidth: Int) -> Int {
            timeCount * (timeWidth + 1) + typeCount * 6 + characterCount + leapCount * (timeWidth + 4) + standardCount + universalCount
        }
    }

    private struct Reader {
        var bytes: [UInt8]
        var index = 0

        mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard bytes.count - index >= count else { return nil }
            defer { index += count }
            return bytes[index..<index + count]
        }

        mutating func skip(_ count: Int) -> Bool { take(count) != nil }

        /// Big-endian, signed, 4 or 8 bytes.
        mutating func integer(width: Int) -> Int64? {
            guard let field = take(width) else { return nil }
            let bits = field.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return width == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
        }

        /// What stands between the two newlines at the end.
        mutating func footer() -> ArraySlice<UInt8>? {
            guard take(1)?.first == 0x0a, let end = bytes[index...].firstIndex(of: 0x0a) else { return nil }
            return bytes[index..<end]
        }
    }
}
