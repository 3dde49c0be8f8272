import ProtobufRuntime
import Testing

/// Google's own implementation reads what we write, and writes what we read: random messages of every type, from fixed seeds.
@Suite struct GoogleProtobufTests {
    @Test("Google's messages of every type arrive whole, and leave as the same bytes")
    func readsGoogles() throws {
        let messages = try GooglePeer.run(["make", "40", "1"])
        #expect(Set(messages.map(\.fullName)) == Set(Contract.messages.map { $0.fullName }), "The list of messages in Contract.swift")
        let types = Dictionary(uniqueKeysWithValues: Contract.messages.map { ($0.fullName, $0) })
        for message in messages {
            let type = try #require(types[message.fullName])
            try check(message, as: type)
        }
    }

    @Test("Our messages of every type arrive whole at Google's")
    func googleReadsOurs() throws {
        var random = RandomMessages(seed: 2)
        var dumps: [String] = []
        var lines: [String] = []
        for type in Contract.messages {
            for _ in 0..<40 {
                let (encoding, dump) = try sample(type, &random)
                lines.append("\(type.fullName) \(hex(encoding))")
                dumps.append(dump)
            }
        }
        let read = try GooglePeer.run(["read"], input: lines.joined(separator: "\n") + "\n")
        try #require(read.count == dumps.count)
        for (message, dump) in zip(read, dumps) { #expect(message.dump == dump, "\(message.fullName)") }
    }

    private func check<Message: ProtobufMessage>(_ message: GooglePeer.Message, as type: Message.Type) throws {
        let value = try Message(decoding: message.encoding)
        #expect(dump(value) == message.dump, "\(message.fullName)")
        let again = try value.encodedBytes()
        // One canonical encoding, except for maps: their order is each implementation's own.
        if message.fullName != "google.rpc.ErrorInfo" { #expect(again == message.encoding, "\(message.fullName)") }
        #expect(try Message(decoding: again) == value)
    }

    private func sample<Message: ProtobufMessage>(_ type: Message.Type, _ random: inout RandomMessages) throws -> ([UInt8], String) {
        let value = try Message(decoding: random.encoding(of: Descriptor(Message.descriptor.unsafePointer)))
        return (try value.encodedBytes(), dump(value))
    }
}
