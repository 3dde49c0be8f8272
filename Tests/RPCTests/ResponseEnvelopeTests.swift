import NIOCore
import ProtobufRuntime
import Testing

@testable import RPC

@Suite struct ResponseEnvelopeTests {
    @Test("An answer written in place is the frame protobuf-c's bytes make", arguments: [0, 1, 126, 127, 128, 129, 16_383, 16_384, 70_000])
    func inPlace(length: Int) throws {
        var buffer = ByteBuffer(string: "before")
        let open = OpenResponse.begin(streamID: 5, in: &buffer)
        buffer.writeBytes((0..<length).map { UInt8(truncatingIfNeeded: $0) })
        #expect(open.finish(in: &buffer, frameBytesMax: 4 << 20) == true)
        buffer.writeString("after")

        let response = TTRPCResponse(payload: (0..<length).map { UInt8(truncatingIfNeeded: $0) })
        var expected = ByteBuffer(string: "before")
        expected.writeFrame(Frame(streamID: 5, type: .response, data: ByteBuffer(bytes: try response.encodedBytes())))
        expected.writeString("after")
        #expect(buffer == expected)

        var copied = ByteBuffer()
        #expect(copied.writeResponseFrame(ByteBuffer(bytes: response.payload), streamID: 5, frameBytesMax: 4 << 20) == true)
        #expect(copied.onlyFrame.data == ByteBuffer(bytes: try response.encodedBytes()))
    }

    @Test("An answer that is taken back leaves no trace")
    func abandoned() {
        var buffer = ByteBuffer(string: "before")
        let open = OpenResponse.begin(streamID: 5, in: &buffer)
        buffer.writeString("half")
        open.abandon(in: &buffer)
        #expect(buffer == ByteBuffer(string: "before"))
    }

    @Test("The limit of an answer's frame holds at n-1, n and n+1", arguments: [(-1, true), (0, true), (1, false)])
    func limit(offset: Int, fits: Bool) {
        var buffer = ByteBuffer(string: "before")
        let message = ByteBuffer(repeating: 1, count: 197 + offset)
        let open = OpenResponse.begin(streamID: 5, in: &buffer)
        buffer.writeImmutableBuffer(message)
        #expect(open.finish(in: &buffer, frameBytesMax: 200) == fits)
        if !fits { #expect(buffer == ByteBuffer(string: "before")) }
        var copied = ByteBuffer()
        #expect(copied.writeResponseFrame(message, streamID: 5, frameBytesMax: 200) == fits)
    }

    @Test("A status is the bytes protobuf-c writes for it, and reads back", arguments: errors)
    func statusEqualsProtobufC(_ error: RPCError) throws {
        var buffer = ByteBuffer()
        buffer.writeResponseFrame(error, streamID: 1, limits: Limits())
        let expected = TTRPCResponse(status: try error.status)
        #expect(Array(buffer.onlyFrame.data.readableBytesView) == (try expected.encodedBytes()))
        #expect(try ResponseEnvelope(decoding: buffer.onlyFrame.data) == .failure(error))
    }

    static let errors: [RPCError] = [
        RPCError(.notFound, reason: nil, "No such contact.", domain: ""),
        RPCError(.internal, reason: "R", "", domain: "d"),
        RPCError(.invalidArgument, reason: "FIELD_BAD", "é", domain: "invitation.v1", metadata: ["field": "token"]),
        RPCError(.unavailable, reason: "BUSY", "Later.", domain: "x", retryAfter: .seconds(3) + .nanoseconds(5)),
        RPCError(StatusCode(rawValue: -7), reason: "R", "An unknown code survives.", domain: "d", retryAfter: .zero),
        WireReason.draining.error("Go elsewhere."),
    ]

    @Test("Metadata of an ErrorInfo is written in the order of its keys")
    func metadataOrder() throws {
        let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key\($0)", "v") })
        let error = RPCError(.aborted, reason: "R", "m", metadata: metadata)
        var first = ByteBuffer()
        var second = ByteBuffer()
        first.writeResponseFrame(error, streamID: 1, limits: Limits())
        second.writeResponseFrame(error, streamID: 1, limits: Limits())
        #expect(first == second)
        #expect(try ResponseEnvelope(decoding: first.onlyFrame.data) == .failure(error))
    }

    @Test("A status's texts are cut at their limits, on a character", arguments: [(9, 9), (10, 10), (11, 9)])
    func statusLimits(length: Int, kept: Int) throws {
        // Two-byte characters behind one of one byte: a cut at ten falls inside a character.
        let text = length % 2 == 0 ? String(repeating: "é", count: length / 2) : "x" + String(repeating: "é", count: length / 2)
        var buffer = ByteBuffer()
        buffer.writeResponseFrame(
            RPCError(.aborted, reason: nil, text), streamID: 1, limits: Limits { $0.statusMessageBytesMax = 10 })
        guard case .failure(let error) = try ResponseEnvelope(decoding: buffer.onlyFrame.data) else { return #expect(Bool(false)) }
        #expect(error.message.utf8.count == kept)
        #expect(text.hasPrefix(error.message))
    }

    @Test("A character of several scalars is kept whole or left out")
    func statusLimitInsideCharacter() throws {
        var buffer = ByteBuffer()
        let error = RPCError(.aborted, reason: nil, "abcde\u{301}", domain: "")
        buffer.writeResponseFrame(error, streamID: 1, limits: Limits { $0.statusMessageBytesMax = 6 })
        var cut = error
        cut.message = "abcd"
        #expect(try ResponseEnvelope(decoding: buffer.onlyFrame.data) == .failure(cut))
    }

    @Test("Metadata that exceeds the detail limit is left out, the reason stays")
    func detailLimit() throws {
        let error = RPCError(.aborted, reason: "R", "m", metadata: ["a": "1", "b": String(repeating: "x", count: 10_000)])
        var buffer = ByteBuffer()
        buffer.writeResponseFrame(error, streamID: 1, limits: Limits())
        guard case .failure(let read) = try ResponseEnvelope(decoding: buffer.onlyFrame.data) else { return #expect(Bool(false)) }
        #expect(read.reason == "R")
        #expect(read.metadata == ["a": "1"])
    }

    @Test("A status with code OK is a success, and so is no status")
    func okStatus() throws {
        let bytes = try TTRPCResponse(status: GoogleRPCStatus(), payload: [1]).encodedBytes()
        #expect(try ResponseEnvelope(decoding: ByteBuffer(bytes: bytes)) == .success(ByteBuffer(bytes: [1])))
        #expect(try ResponseEnvelope(decoding: ByteBuffer()) == .success(ByteBuffer()))
    }

    @Test(
        "A response that does not decode is MALFORMED_RESPONSE",
        arguments: [[0x0A, 5], [0x08, 1], [0x0A, 2, 0x0A, 0], [0x12, 0x80]] as [[UInt8]])
    func malformed(_ bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try TTRPCResponse(decoding: bytes) }
        let error = #expect(throws: RPCError.self) { try ResponseEnvelope(decoding: ByteBuffer(bytes: bytes)) }
        #expect(error?.reason == "MALFORMED_RESPONSE")
    }

    @Test("Only reasons of the wire itself prove that a call was not executed")
    func notExecuted() throws {
        for error in [
            WireReason.draining.error("m"), WireReason.tooManyStreams.error("m"), WireReason.internalError.error("m"),
            RPCError(.unavailable, reason: "DRAINING", "m", domain: "invitation.v1"),
        ] {
            var buffer = ByteBuffer()
            buffer.writeResponseFrame(error, streamID: 1, limits: Limits())
            guard case .failure(let read) = try ResponseEnvelope(decoding: buffer.onlyFrame.data) else { return #expect(Bool(false)) }
            #expect(read.wasNotExecuted == error.wasNotExecuted)
        }
        #expect(WireReason.draining.error("m").wasNotExecuted)
        #expect(!WireReason.internalError.error("m").wasNotExecuted)
    }
}

extension RPCError {
    /// The same status as generated values, encoded by protobuf-c.
    fileprivate var status: GoogleRPCStatus {
        get throws {
            var details: [ProtobufAny] = []
            if let reason {
                let info = GoogleRPCErrorInfo(reason: reason, domain: domain, metadata: metadata)
                details.append(ProtobufAny(typeURL: StatusDetail.errorInfoURL, value: try info.encodedBytes()))
            }
            if let retryAfter {
                let (seconds, attoseconds) = retryAfter.components
                let info = GoogleRPCRetryInfo(
                    retryDelay: ProtobufDuration(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000)))
                details.append(ProtobufAny(typeURL: StatusDetail.retryInfoURL, value: try info.encodedBytes()))
            }
            return GoogleRPCStatus(code: code.rawValue, message: message, details: details)
        }
    }
}
