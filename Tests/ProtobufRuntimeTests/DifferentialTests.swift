import CProtobufC
import ProtobufRuntime
import Testing

/// Google's protobuf beside ours on bytes that nobody honest sends: the same are messages, of the same content, but for the fences.
@Suite struct DifferentialTests {
    @Test("Mutated bytes of every message are taken or refused as Google does, fences apart, and say the same once encoded again")
    func mutated() throws {
        var inputs: [(type: any ProtobufMessage.Type, bytes: [UInt8])] = []
        var random = RandomMessages(seed: 11)
        var source = SplitMix64(state: 12)
        for type in Contract.messages {
            for round in 0..<40 {
                var bytes = random.encoding(of: Descriptor(type.descriptor.unsafePointer))
                if round > 0 { mutate(&bytes, &source) }
                inputs.append((type, Array(bytes.prefix(2048))))
            }
        }
        let judged = try GooglePeer.run(["judge"], input: inputs.map { "\($0.type.fullName) \(hex($0.bytes))\n" }.joined())
        try #require(judged.count == inputs.count)

        var again: [(name: String, encoding: [UInt8], dump: String)] = []
        var taken = 0
        for (input, google) in zip(inputs, judged) {
            let ours = try verdict(input.type, input.bytes)
            let shown = "\(input.type.fullName) \(hex(input.bytes))"
            switch (ours, google.dump == "-") {
            case (.message(let encoding, let dump), false):
                taken += 1
                #expect(dump == google.dump, "\(shown)")
                again.append((input.type.fullName, encoding, dump))
            case (.message, true): Issue.record("Google refuses what we take: \(shown)")
            case (.refused(let error), false):
                let isFenced = Fence(error, input.bytes[...], Descriptor(input.type.descriptor.unsafePointer)) != nil
                #expect(isFenced, "Google takes what we refuse as \(error): \(shown)")
            case (.refused, true): break
            }
        }
        #expect(
            taken > inputs.count / 5 && taken < inputs.count * 9 / 10, "mutations that say something: \(taken) of \(inputs.count) taken")
        let read = try GooglePeer.run(["read"], input: again.map { "\($0.name) \(hex($0.encoding))\n" }.joined())
        try #require(read.count == again.count)
        for (message, ours) in zip(read, again) { #expect(message.dump == ours.dump, "\(ours.name) \(hex(ours.encoding))") }
    }

    private enum Verdict {
        case message(encoding: [UInt8], dump: String)
        case refused(MessageDecodingError)
    }

    private func verdict<Message: ProtobufMessage>(_ type: Message.Type, _ bytes: [UInt8]) throws -> Verdict {
        let message: Message
        do { message = try Message(decoding: bytes) } catch { return .refused(error) }
        return .message(encoding: try message.encodedBytes(), dump: dump(message))
    }

    private func mutate(_ bytes: inout [UInt8], _ source: inout SplitMix64) {
        for _ in 0..<([1, 1, 1, 2].randomElement(using: &source) ?? 1) {
            let place = Int.random(in: 0...bytes.count, using: &source)
            switch Int.random(in: 0..<7, using: &source) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &source)
            case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &source)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &source), at: place)
            case 3: bytes.removeSubrange(place...)
            // A field twice, a message in two halves: merged.
            case 4: bytes += bytes.prefix(place)
            case 5: bytes += bytes
            default: bytes.insert(contentsOf: [0x80, 0x80, 0x00].prefix(Int.random(in: 1...3, using: &source)), at: place)
            }
        }
    }
}

/// Where we refuse what Google takes, on purpose: found by a walk of the test's own, so that nothing else can hide behind it.
private enum Fence {
    /// A text with U+0000.
    case containsNUL
    /// More memory than a payload of this size may take.
    case budgetExceeded
    /// A field we know in a wire type that is not its own: Google passes over it as unknown.
    case wireType
    /// A oneof's message in two parts, which protobuf-c does not merge.
    case parts
    /// A group, which proto3 has not: Google passes over it.
    case group

    init?(_ error: MessageDecodingError, _ bytes: ArraySlice<UInt8>, _ descriptor: Descriptor) {
        switch error.reason {
        case .containsNUL: self = .containsNUL
        case .budgetExceeded: self = .budgetExceeded
        case .invalidUTF8: return nil
        case .malformed:
            guard let found = Self.found(in: bytes, descriptor) else { return nil }
            self = found
        }
    }

    private static func found(in bytes: ArraySlice<UInt8>, _ descriptor: Descriptor) -> Fence? {
        var rest = bytes
        var chosen: Set<UInt32> = []
        while let tag = varint(&rest) {
            let field = descriptor.fields.first { UInt64($0.number) == tag >> 3 }
            let isPlain = field.map { $0.message == nil && !$0.isText && $0.descriptor.type != PROTOBUF_C_TYPE_BYTES } ?? true
            switch tag & 7 {
            case 0:
                guard varint(&rest) != nil else { return nil }
                if !isPlain { return .wireType }
            case 1, 5:
                rest = rest.dropFirst(tag & 7 == 1 ? 8 : 4)
                if field != nil { return .wireType }
            case 2:
                guard let count = varint(&rest), count <= UInt64(rest.count) else { return nil }
                if field != nil, isPlain, field?.isRepeated == false { return .wireType }
                if let field, field.isOneofMember, field.message != nil, !chosen.insert(field.number).inserted { return .parts }
                if let message = field?.message, let inner = found(in: rest.prefix(Int(count)), message) { return inner }
                rest = rest.dropFirst(Int(count))
            case 3, 4: return .group
            default: return nil
            }
        }
        return nil
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
