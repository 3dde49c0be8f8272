import InvitationAPI
import Testing

@testable import ProtobufRuntime

/// Payloads that cost protobuf-c by itself seconds or hundreds of megabytes.
@Suite(.serialized) struct HostilePayloadTests {
    @Test("4 MiB of empty submessages stop at the budget")
    func emptySubmessages() {
        let payload = Array(repeatElement([0x0A, 0x00] as [UInt8], count: 2 * 1024 * 1024).joined())
        let elapsed = ContinuousClock().measure {
            #expect(throws: MessageDecodingError(.budgetExceeded, message: "invitation.v1.ListContactsResponse", field: "pupils")) {
                try ListContactsResponse(decoding: payload)
            }
        }
        #expect(elapsed < Self.limit, "It took \(elapsed).")
    }

    @Test("A singular submessage repeated over 256 KiB, with a repeated field inside, stops at the budget")
    func repeatedSingularSubmessage() {
        // FilteredSelection.filter, again and again, each with one more year group to be merged into those before.
        let filter = WireWriter.field(1, WireWriter.field(3, [0x61]))
        let payload = Array(repeatElement(filter, count: 256 * 1024 / filter.count).joined())
        let elapsed = ContinuousClock().measure {
            #expect(throws: MessageDecodingError(.budgetExceeded, message: "invitation.v1.FilteredSelection")) {
                try FilteredSelection(decoding: payload)
            }
        }
        #expect(elapsed < Self.limit, "It took \(elapsed).")
    }

    @Test("10,000 ids of one character are no attack")
    func tenThousandIDs() throws {
        let ids = ContactIds(contactIDs: Array(repeating: "a", count: 10_000))
        #expect(try ContactIds(decoding: ids.encodedBytes()) == ids)
    }

    @Test("Bytes changed at random are decoded or refused, whatever the budget")
    func mutated() throws {
        var source = SplitMix64(state: 3)
        var random = RandomMessages(seed: 4)
        for type in Contract.messages {
            for _ in 0..<200 {
                var payload = random.encoding(of: Descriptor(type.descriptor.unsafePointer))
                for _ in 0..<Int.random(in: 1...4, using: &source) where !payload.isEmpty {
                    payload[Int.random(in: 0..<payload.count, using: &source)] = UInt8.random(in: 0...255, using: &source)
                }
                decode(type, payload, budgetBytes: Int.random(in: 0..<4 * payload.count + 2048, using: &source))
                decode(type, payload, budgetBytes: DecodingBudget.bytes(forPayload: payload.count))
            }
        }
    }

    /// What a message may cost that is refused. Unoptimized Swift takes its time.
    #if DEBUG
        static let limit = Duration.seconds(2)
    #else
        static let limit = Duration.milliseconds(100)
    #endif

    private func decode<Message: ProtobufMessage>(_ type: Message.Type, _ payload: [UInt8], budgetBytes: Int) {
        payload.withUnsafeBytes { bytes in
            // Refused with a reason, or a value that encodes.
            guard let message = try? Message(decoding: bytes, budgetBytes: budgetBytes) else { return }
            #expect(throws: Never.self) { try message.encodedBytes() }
        }
    }
}
