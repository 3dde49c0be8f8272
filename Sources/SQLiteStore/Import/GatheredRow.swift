internal import InvitationStore

/// A row that staging gathers, as bytes that sort as its table does: the table's number, the key, and what else there is.
enum GatheredRow {
    /// An index row; or only the place of a pupil's own address among those of contacts (R21), with `GatheredRow.pupilsOwn` for a contact.
    case contactWord(word: UnsafeRawBufferPointer, contact: Int64)
    case pupilWord(word: UnsafeRawBufferPointer, sort: UnsafeRawBufferPointer, pupil: Int64)
    case listRow(GatheredListRow)

    /// No contact has this key.
    static let pupilsOwn: Int64 = 0

    /// `bytes`: as the extension of `GatheredRows` below appended them; good as long as they are.
    init(_ bytes: UnsafeRawBufferPointer) {
        switch bytes[0] {
        case Tag.contactWord:
            self = .contactWord(word: bytes.part(1, bytes.count - 9), contact: bytes.int64(at: bytes.count - 8))
        case Tag.pupilWord:
            let end = bytes.firstIndex(of: 0) ?? 1
            self = .pupilWord(
                word: bytes.part(1, end), sort: bytes.part(end + 1, bytes.count - 8), pupil: bytes.int64(at: bytes.count - 8))
        default: self = .listRow(GatheredListRow(bytes))
        }
    }

    fileprivate enum Tag {
        static let contactWord: UInt8 = 1
        static let pupilWord: UInt8 = 2
        static let listRow: UInt8 = 3
    }
}

/// A pupil's row of the list, encoded.
struct GatheredListRow {
    var sort: UnsafeRawBufferPointer
    var pupil: Int64
    var yearGroup: UnsafeRawBufferPointer
    var registrationGroup: UnsafeRawBufferPointer
    var validUntil: Int64
    var stamp: Int64
    var encoded: UnsafeRawBufferPointer

    fileprivate static let numberBytes = 3 * 8 + 3 * 4

    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        let numbers = bytes.count - Self.numberBytes
        pupil = bytes.int64(at: numbers)
        validUntil = bytes.int64(at: numbers + 8)
        stamp = bytes.int64(at: numbers + 16)
        let sortEnd = 1 + bytes.count(at: numbers + 24)
        let yearEnd = sortEnd + bytes.count(at: numbers + 28)
        let registrationEnd = yearEnd + bytes.count(at: numbers + 32)
        sort = bytes.part(1, sortEnd)
        yearGroup = bytes.part(sortEnd, yearEnd)
        registrationGroup = bytes.part(yearEnd, registrationEnd)
        encoded = bytes.part(registrationEnd, numbers)
    }
}

extension GatheredRows {
    /// Words that a contact's next version is found by.
    mutating func append(_ words: [String], ofContact contact: Int64) {
        for word in words {
            append { bytes in
                bytes.append(GatheredRow.Tag.contactWord)
                bytes.append(contentsOf: word.utf8)
                bytes.append(0)
                bytes.append(number: contact)
            }
        }
    }

    mutating func append(_ words: [String], ofPupil pupil: Int64, sort: [UInt8]) {
        for word in words {
            append { bytes in
                bytes.append(GatheredRow.Tag.pupilWord)
                bytes.append(contentsOf: word.utf8)
                bytes.append(0)
                bytes.append(contentsOf: sort)
                bytes.append(number: pupil)
            }
        }
    }

    mutating func append(
        listRowOf pupil: Int64, sort: [UInt8], yearGroup: String, registrationGroup: String, validUntil: Int64, stamp: Int64,
        encoded: [UInt8]
    ) {
        append { bytes in
            bytes.append(GatheredRow.Tag.listRow)
            bytes.append(contentsOf: sort)
            bytes.append(contentsOf: yearGroup.utf8)
            bytes.append(contentsOf: registrationGroup.utf8)
            bytes.append(contentsOf: encoded)
            bytes.append(number: pupil)
            bytes.append(number: validUntil)
            bytes.append(number: stamp)
            bytes.append(number: UInt32(sort.count))
            bytes.append(number: UInt32(yearGroup.utf8.count))
            bytes.append(number: UInt32(registrationGroup.utf8.count))
        }
    }
}

extension [UInt8] {
    /// Big-endian.
    fileprivate mutating func append(number value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[start..<end]) }

    fileprivate func int64(at offset: Int) -> Int64 { Int64(bigEndian: loadUnaligned(fromByteOffset: offset, as: Int64.self)) }

    fileprivate func count(at offset: Int) -> Int { Int(UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))) }
}
