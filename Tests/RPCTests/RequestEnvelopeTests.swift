import NIOCore
import ProtobufRuntime
import Testing

@testable import RPC

@Suite struct RequestEnvelopeTests {
    static let method = MethodDescriptor(service: "a.B", method: "C", kind: .unary)

    @Test("An envelope is the bytes protobuf-c writes for it, and reads back", arguments: samples.indices)
    func equalsProtobufC(_ index: Int) throws {
        let sample = Self.samples[index]
        let envelope = RequestEnvelope(
            method: MethodDescriptor(service: sample.service, method: sample.method, kind: .unary),
            payload: sample.payload.isEmpty ? nil : ByteBuffer(bytes: sample.payload), timeoutNanoseconds: sample.timeoutNano,
            metadata: Metadata(sample.metadata.map { Metadata.Pair(key: $0.key, value: $0.value) }))
        var bytes = ByteBuffer()
        envelope.encode(into: &bytes)
        #expect(Array(bytes.readableBytesView) == (try sample.encodedBytes()))
        #expect(bytes.readableBytes == envelope.byteCount)
        let decoded = try RequestEnvelope(decoding: bytes, limits: Limits { $0.metadataBytesMax = 1 << 20 })
        #expect(decoded == envelope)
    }

    static let samples: [TTRPCRequest] = [
        TTRPCRequest(),
        TTRPCRequest(service: "a.B", method: "C"),
        TTRPCRequest(service: "a.B", method: "C", payload: [0], timeoutNano: 1),
        TTRPCRequest(service: "é", method: "C", payload: Array(repeating: 7, count: 127), timeoutNano: .max),
        TTRPCRequest(service: "a.B", method: "C", payload: Array(repeating: 7, count: 128), timeoutNano: -1),
        TTRPCRequest(service: "a.B", method: "C", payload: Array(repeating: 7, count: 20_000), timeoutNano: .min),
        TTRPCRequest(
            metadata: [
                TTRPCKeyValue(key: "k", value: ""), TTRPCKeyValue(key: "k", value: "v"),
                TTRPCKeyValue(key: "long", value: String(repeating: "é", count: 200)),
            ]),
    ]

    @Test("An empty payload is not the same as none")
    func emptyPayload() throws {
        var bytes = ByteBuffer()
        RequestEnvelope(method: Self.method, payload: ByteBuffer()).encode(into: &bytes)
        #expect(try RequestEnvelope(decoding: bytes, limits: Limits()).payload == ByteBuffer())
        #expect(try RequestEnvelope(decoding: ByteBuffer(), limits: Limits()).payload == nil)
    }

    @Test("Unknown fields of every wire type are stepped over")
    func unknownFields() throws {
        let unknown: [UInt8] = [0x30, 0x96, 0x01, 0x39, 1, 2, 3, 4, 5, 6, 7, 8, 0x42, 2, 9, 9, 0x4D, 1, 2, 3, 4]
        let bytes = ByteBuffer(bytes: unknown + [0x0A, 1, 0x61] + unknown)
        let envelope = try RequestEnvelope(decoding: bytes, limits: Limits())
        #expect(envelope.service == ByteBuffer(string: "a"))
        #expect(envelope.method.readableBytes == 0)
    }

    @Test("What protobuf-c refuses is MALFORMED_REQUEST", arguments: malformed)
    func refusesMalformed(_ bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try TTRPCRequest(decoding: bytes) }
        let error = #expect(throws: RPCError.self) { try RequestEnvelope(decoding: ByteBuffer(bytes: bytes), limits: Limits()) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.reason == "MALFORMED_REQUEST")
    }

    static let malformed: [[UInt8]] = [
        [0x0A], [0x0A, 5, 1], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x08, 1], [0x22, 0], [0x1B, 0x1C], [0x07, 0],
        [0x20] + Array(repeating: 0xFF, count: 10) + [1], [0x20, 0x80], [0x31, 1, 2], [0x35, 1], [0x2A, 2, 0x0A, 9], [0x2A, 1, 0x08],
    ]

    @Test("Every prefix of an envelope is an envelope or malformed, and never more")
    func prefixes() throws {
        let bytes = try Self.samples[6].encodedBytes()
        for count in 0..<bytes.count {
            let prefix = Array(bytes[..<count])
            let ours = Result { try RequestEnvelope(decoding: ByteBuffer(bytes: prefix), limits: Limits()) }
            let theirs = Result { try TTRPCRequest(decoding: prefix) }
            // protobuf-c takes a pair without a key; a key of ours must have characters.
            if case .success = theirs, case .failure(let error as RPCError) = ours { #expect(error.metadata["field"] != nil) }
            if case .failure = theirs { #expect(throws: RPCError.self) { try ours.get() } }
        }
    }

    @Test(
        "Metadata that is not text names its field",
        arguments: [
            ([UInt8]([0x2A, 3, 0x0A, 1, 0xFF]), "metadata[0].key"), ([0x2A, 6, 0x0A, 1, 0x6B, 0x12, 1, 0xFF], "metadata[0].value"),
            ([0x2A, 6, 0x0A, 1, 0x6B, 0x12, 1, 0x00], "metadata[0].value"), ([0x2A, 3, 0x0A, 1, 0x00], "metadata[0].key"),
            ([0x2A, 0], "metadata[0].key"), ([0x2A, 3, 0x0A, 1, 0x20], "metadata[0].key"),
        ])
    func invalidText(bytes: [UInt8], field: String) {
        let error = #expect(throws: RPCError.self) { try RequestEnvelope(decoding: ByteBuffer(bytes: bytes), limits: Limits()) }
        #expect(error?.reason == "MALFORMED_REQUEST")
        #expect(error?.metadata["field"] == field)
    }

    @Test("Metadata keys are read in lower case")
    func lowercaseKeys() throws {
        var bytes = ByteBuffer(bytes: try TTRPCRequest(metadata: [TTRPCKeyValue(key: "Authorization", value: "x")]).encodedBytes())
        let metadata = try RequestEnvelope(decoding: bytes, limits: Limits()).metadata
        #expect(metadata["authorization"] == "x")
        bytes.clear()
    }

    @Test("The metadata limits hold at n-1, n and n+1", arguments: [(-1, true), (0, true), (1, false)])
    func metadataLimits(offset: Int, isAccepted: Bool) throws {
        let limits = Limits {
            $0.metadataPairsMax = 3
            $0.metadataBytesMax = 100
        }
        let pairs = (0..<(3 + offset)).map { _ in TTRPCKeyValue(key: "k", value: "v") }
        let bytes = [TTRPCKeyValue(key: "k", value: String(repeating: "v", count: 99 + offset))]
        for metadata in [pairs, bytes] {
            let buffer = ByteBuffer(bytes: try TTRPCRequest(metadata: metadata).encodedBytes())
            if isAccepted {
                #expect(try RequestEnvelope(decoding: buffer, limits: limits).metadata.pairs.count == metadata.count)
            } else {
                let error = #expect(throws: RPCError.self) { try RequestEnvelope(decoding: buffer, limits: limits) }
                #expect(error?.code == .resourceExhausted)
                #expect(error?.reason == "METADATA_TOO_LARGE")
            }
        }
    }

    @Test("The name limit holds at n-1, n and n+1", arguments: [(254, true), (255, true), (256, false)])
    func nameLimit(length: Int, isAccepted: Bool) throws {
        let name = String(repeating: "n", count: length)
        for request in [TTRPCRequest(service: name), TTRPCRequest(method: name)] {
            let buffer = ByteBuffer(bytes: try request.encodedBytes())
            let isTaken = (try? RequestEnvelope(decoding: buffer, limits: Limits())) != nil
            #expect(isTaken == isAccepted)
        }
    }
}
