import ProtobufRuntime
import RPC
import Testing

/// Every text field of every message, wherever it stands: what C would cut short or Swift would repair is refused by name.
@Suite struct TextFieldTests {
    struct BadText: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let content: [UInt8]
        let reason: MessageDecodingError.Reason
    }

    static let badTexts = [
        BadText(testDescription: "NUL alone", content: [0], reason: .containsNUL),
        BadText(testDescription: "NUL in the first word", content: Array("abc\0defgh".utf8), reason: .containsNUL),
        BadText(testDescription: "NUL behind the first word", content: Array("abcdefghijk\0".utf8), reason: .containsNUL),
        BadText(testDescription: "NUL behind letters that are not ASCII", content: Array("Zoë Müller\0".utf8), reason: .containsNUL),
        BadText(testDescription: "a byte that is never UTF-8", content: [0x61, 0xFF], reason: .invalidUTF8),
        BadText(testDescription: "a letter cut short", content: Array("abcdefgh".utf8) + [0xC3], reason: .invalidUTF8),
        BadText(testDescription: "an overlong NUL", content: [0xC0, 0x80], reason: .invalidUTF8),
        BadText(testDescription: "a surrogate", content: [0xED, 0xA0, 0x80], reason: .invalidUTF8),
        BadText(testDescription: "a continuation alone", content: [0x80], reason: .invalidUTF8),
        BadText(testDescription: "beyond Unicode", content: [0xF4, 0x90, 0x80, 0x80], reason: .invalidUTF8),
    ]

    @Test("A text that is not UTF-8 or holds NUL is refused, with the field's path", arguments: badTexts)
    func refused(_ text: BadText) {
        var count = 0
        for type in Contract.messages {
            for (path, encoding) in placements(of: text.content, in: Descriptor(type.descriptor.unsafePointer)) {
                expect(type, encoding, toThrow: MessageDecodingError(text.reason, message: type.fullName, field: path))
                count += 1
            }
        }
        #expect(count > 150, "The walk over the descriptors finds the text fields.")
    }

    @Test("The same bytes in a bytes field are content")
    func bytesField() throws {
        for text in Self.badTexts {
            #expect(try ProtobufAny(decoding: WireWriter.field(2, text.content)).value == text.content)
        }
    }

    private func expect<Message: ProtobufMessage>(_ type: Message.Type, _ encoding: [UInt8], toThrow error: MessageDecodingError) {
        #expect(throws: error) { try Message(decoding: encoding) }
    }

    /// The path of each text field at any depth, with an encoding that has the content there and nothing else.
    private func placements(of content: [UInt8], in descriptor: Descriptor) -> [(path: String, encoding: [UInt8])] {
        descriptor.fields.flatMap { field -> [(path: String, encoding: [UInt8])] in
            if field.isText { return [(field.name, WireWriter.field(field.number, content))] }
            guard let message = field.message else { return [] }
            return placements(of: content, in: message).map { ("\(field.name).\($0.path)", WireWriter.field(field.number, $0.encoding)) }
        }
    }
}
