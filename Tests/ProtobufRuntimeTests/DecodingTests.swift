import InvitationAPI
import ProtobufRuntime
import Testing

@Suite struct DecodingTests {
    @Test("No bytes are a message of every type, and it encodes to no bytes")
    func empty() throws {
        func check<Message: ProtobufMessage>(_ type: Message.Type) throws {
            #expect(try Message(decoding: []) == Message())
            #expect(try Message().encodedBytes() == [])
        }
        for type in Contract.messages { try check(type) }
    }

    @Test("An empty submessage is present")
    func emptySubmessage() throws {
        let request = ListContactsRequest(filter: ContactFilter())
        #expect(try request.encodedBytes() == [0x12, 0x00])
        #expect(try ListContactsRequest(decoding: [0x12, 0x00]).filter == ContactFilter())
        #expect(try ListContactsRequest(decoding: []).filter == nil)
    }

    @Test("Unknown fields are read over and not sent again")
    func unknownFields() throws {
        var writer = WireWriter()
        writer.number(1000, 7)
        writer.content(1, Array("school".utf8))
        writer.content(1001, [0xFF, 0x00])
        writer.tag(1002, wireType: 5)
        let payload = writer.bytes + [1, 2, 3, 4]
        let request = try ListContactsRequest(decoding: payload)
        #expect(request == ListContactsRequest(schoolID: "school"))
        #expect(try request.encodedBytes() == WireWriter.field(1, Array("school".utf8)))
    }

    @Test("Numbers an enum does not know are kept, singular and repeated")
    func unknownEnumNumbers() throws {
        let filter = ContactFilter(statuses: [.invited, .unrecognized(99), .unrecognized(-1)])
        #expect(try ContactFilter(decoding: filter.encodedBytes()) == filter)
        let result = InvitationResult(outcome: .unrecognized(-5))
        #expect(try InvitationResult(decoding: result.encodedBytes()) == result)
    }

    @Test("Found by fuzzing: a oneof's message in two parts is refused, where protobuf-c would lose the first")
    func oneofInParts() throws {
        let one = WireWriter.field(2, WireWriter.field(1, [0x61]))
        let other = WireWriter.field(2, WireWriter.field(1, [0x62]))
        #expect(try SendInvitationsRequest(decoding: one).selection == .contacts(ContactIds(contactIDs: ["a"])))
        #expect(throws: MessageDecodingError(.malformed, message: "invitation.v1.SendInvitationsRequest", field: "contacts")) {
            try SendInvitationsRequest(decoding: one + other)
        }
        let limit = Contract.messages.map { Descriptor($0.descriptor.unsafePointer).fields.count }.max() ?? 0
        #expect(limit <= 64, "the check knows the first 64 fields of a message")
    }

    @Test("Of a oneof's members the last one counts")
    func oneof() throws {
        let contacts = WireWriter.field(2, WireWriter.field(1, [0x61]))
        let all = WireWriter.field(3, [])
        #expect(try SendInvitationsRequest(decoding: contacts + all).selection == .allNotRegistered(FilteredSelection()))
        #expect(try SendInvitationsRequest(decoding: all + contacts).selection == .contacts(ContactIds(contactIDs: ["a"])))
        #expect(try SendInvitationsRequest(decoding: []).selection == nil)
    }

    @Test("A singular submessage sent twice is merged")
    func merged() throws {
        let first = WireWriter.field(2, WireWriter.field(3, [0x61]))
        let second = WireWriter.field(2, WireWriter.field(3, [0x62]) + WireWriter.field(1, [0x63]))
        let request = try ListContactsRequest(decoding: first + second)
        #expect(request.filter == ContactFilter(pupilSearch: "c", yearGroups: ["a", "b"]))
    }

    @Test("A repeated enum is read packed and one by one")
    func packed() throws {
        let packed = WireWriter.field(2, [1, 2])
        #expect(try ContactFilter(decoding: packed).statuses == [.notRegistered, .invited])
        #expect(try ContactFilter(decoding: [0x10, 1, 0x10, 2]).statuses == [.notRegistered, .invited])
    }

    @Test(
        "What is not this message is malformed",
        arguments: [
            ([0x0A], "", "a length is missing"),
            ([0x0A, 0x05, 0x61], "school_id", "shorter than its length"),
            ([0x00], "", "field number 0"),
            ([0x0B], "", "a group"),
            ([0x18], "page_size", "a number is missing"),
            ([0x18] + [UInt8](repeating: 0xFF, count: 10), "page_size", "a number that does not end"),
            ([0x12, 0x02, 0x0A, 0x05], "filter.pupil_search", "a field of a submessage that ends outside of it"),
            ([0x08, 0x01], "", "a number where a text belongs"),
            ([0x1A, 0x00], "", "a text where a number belongs"),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "", "a tag beyond 32 bits"),
        ] as [([UInt8], String, Comment)])
    func malformed(payload: [UInt8], field: String, why: Comment) {
        let error = #expect(throws: MessageDecodingError.self, why) { try ListContactsRequest(decoding: payload) }
        #expect(error?.reason == .malformed, why)
        if !field.isEmpty { #expect(error?.field == field, why) }
    }
}
