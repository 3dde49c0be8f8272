import InvitationAPI
import NIOCore
import ProtobufRuntime
import RPC
import Testing

/// Messages in NIO's buffers, and what a caller is told of those that cannot be decoded or encoded.
@Suite struct BufferTests {
    @Test("A message is appended behind what the buffer holds")
    func appended() throws {
        var buffer = ByteBuffer(bytes: [1, 2, 3])
        try DeclineRequest(token: "t").write(into: &buffer)
        #expect(Array(buffer.readableBytesView) == [1, 2, 3, 0x0A, 1, 0x74])
        buffer.moveReaderIndex(forwardBy: 3)
        #expect(try DeclineRequest(decoding: buffer).token == "t")
        #expect(try DeclineResponse().encoded().readableBytes == 0)
        #expect(try DeclineResponse(decoding: ByteBuffer()) == DeclineResponse())
    }

    @Test(
        "A request that cannot be decoded gets its code, reason and field",
        arguments: [
            ([0x0A, 5], .invalidArgument, "MALFORMED_MESSAGE", ["field": "school_id"]),
            ([0x0A, 1, 0xFF], .invalidArgument, "INVALID_UTF8", ["field": "school_id"]),
            ([0x12, 3, 0x0A, 1, 0], .invalidArgument, "EMBEDDED_NUL", ["field": "filter.pupil_search"]),
            ([0x00], .invalidArgument, "MALFORMED_MESSAGE", [:]),
        ] as [([UInt8], StatusCode, String, [String: String])])
    func refused(payload: [UInt8], code: StatusCode, reason: String, metadata: [String: String]) {
        let error = #expect(throws: RPCError.self) { try ListContactsRequest(decoding: ByteBuffer(bytes: payload)) }
        #expect(error?.code == code)
        #expect(error?.reason == reason)
        #expect(error?.metadata == metadata)
    }

    @Test("A request over the budget is RESOURCE_EXHAUSTED, MESSAGE_TOO_COMPLEX")
    func tooComplex() {
        let filter = WireWriter.field(1, WireWriter.field(3, [0x61]))
        let payload = Array(repeatElement(filter, count: 20_000).joined())
        let error = #expect(throws: RPCError.self) { try FilteredSelection(decoding: ByteBuffer(bytes: payload)) }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.reason == "MESSAGE_TOO_COMPLEX")
    }

    @Test("A bad answer is the server's fault, a bad request the caller's")
    func whoseFault() {
        let decoded = #expect(throws: RPCError.self) { try DeclineRequest(decodingResponse: ByteBuffer(bytes: [0x0A, 1, 0])) }
        #expect(decoded?.code == .internal)
        #expect(decoded?.reason == "MALFORMED_RESPONSE")
        let bad = DeclineRequest(token: "a\0")
        let answered = #expect(throws: RPCError.self) { try bad.encoded() }
        #expect(answered?.code == .internal)
        let asked = #expect(throws: RPCError.self) { try bad.encodedRequest() }
        #expect(asked?.code == .invalidArgument)
        #expect(asked?.metadata == ["field": "token"])
    }
}
