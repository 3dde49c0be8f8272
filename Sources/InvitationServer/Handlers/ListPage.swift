internal import InvitationAPI
internal import InvitationStore
internal import Invitations
internal import NIOCore
internal import ProtobufRuntime

/// A `ListContactsResponse` written field by field into the outgoing buffer: rows go in as the store keeps them.
///
/// Byte for byte what protobuf-c would make of the same message; a test holds this.
struct ListPage: ListSink {
    private(set) var buffer: ByteBuffer
    private let start: Int

    /// Appends to what `buffer` holds.
    init(appendingTo buffer: ByteBuffer) {
        self.buffer = buffer
        start = buffer.writerIndex
    }

    var byteCount: Int { buffer.writerIndex - start }

    mutating func appendEncoded(_ row: UnsafeRawBufferPointer) {
        writeHead(.pupils, byteCount: row.count)
        buffer.writeBytes(row)
    }

    mutating func append(_ row: PupilListing) {
        let bytes = ListRowEncoding.encode(row)
        writeHead(.pupils, byteCount: bytes.count)
        buffer.writeBytes(bytes)
    }

    mutating func truncate(to byteCount: Int) { buffer.moveWriterIndex(to: start + byteCount) }

    /// What follows the rows.
    mutating func finish(_ answer: ListContacts.Answer) throws {
        if !answer.nextPageToken.isEmpty {
            writeHead(.nextPageToken, byteCount: answer.nextPageToken.utf8.count)
            buffer.writeString(answer.nextPageToken)
        }
        for count in answer.counts {
            let message = InvitationAPI.StatusCount(status: .init(count.status), contacts: Int32(clamping: count.contacts))
            let bytes = try message.encodedBytes()
            writeHead(.counts, byteCount: bytes.count)
            buffer.writeBytes(bytes)
        }
        if let obstacle = answer.obstacle {
            writeHead(.obstacle, byteCount: obstacle.rawValue.utf8.count)
            buffer.writeString(obstacle.rawValue)
        }
    }

    /// Field numbers of `ListContactsResponse`; all are length-delimited.
    private enum Field: UInt8 {
        case pupils = 1
        case nextPageToken = 2
        case counts = 3
        case obstacle = 4
    }

    private mutating func writeHead(_ field: Field, byteCount: Int) {
        buffer.writeInteger(field.rawValue << 3 | 2)
        var rest = UInt32(byteCount)
        while rest > 0x7f {
            buffer.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.writeInteger(UInt8(rest))
    }
}
