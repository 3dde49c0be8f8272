import InvitationAPI
import RPC
import Testing

@testable import ProtobufRuntime

@Suite struct EncodingTests {
    @Test("A text with NUL is refused with the field's name, at any depth")
    func embeddedNUL() {
        let contact = Contact(surname: "O\0Brien")
        let response = ListContactsResponse(pupils: [PupilContacts(contacts: [contact])])
        #expect(throws: MessageEncodingError(message: "invitation.v1.ListContactsResponse", field: "surname")) {
            try response.encodedBytes()
        }
        #expect(throws: MessageEncodingError(message: "invitation.v1.ContactIds", field: "contact_ids")) {
            try ContactIds(contactIDs: ["a", "b\0"]).encodedBytes()
        }
        #expect(throws: MessageEncodingError(message: "google.rpc.ErrorInfo", field: "metadata")) {
            try GoogleRPCErrorInfo(metadata: ["k": "\0"]).encodedBytes()
        }
    }

    @Test("Equal maps have equal encodings, whatever order they were filled in")
    func mapOrder() throws {
        let keys = (0..<50).map { "key\($0)" }
        let first = GoogleRPCErrorInfo(metadata: Dictionary(uniqueKeysWithValues: keys.map { ($0, "v") }))
        let second = GoogleRPCErrorInfo(metadata: Dictionary(uniqueKeysWithValues: keys.reversed().map { ($0, "v") }))
        #expect(try first.encodedBytes() == second.encodedBytes())
    }

    @Test("A packed message knows its size and writes no further")
    func packed() throws {
        let request = RedeemRequest(token: "t", accountID: "a", validateOnly: true)
        var room = [UInt8](repeating: 0xEE, count: 16)
        let count = try request.withPacked { packed in
            room.withUnsafeMutableBytes { packed.write(to: $0) }
            return packed.byteCount
        }
        #expect(count == 8)
        #expect(Array(room[..<count]) == [0x0A, 1, 0x74, 0x12, 1, 0x61, 0x18, 1])
        #expect(room[count...].allSatisfy { $0 == 0xEE })
    }

    @Test("An enum has its contract's names without the prefix")
    func enumNames() {
        #expect(RegistrationStatus.notRegistered.name == "NOT_REGISTERED")
        #expect(Outcome(name: "NEEDS_SMTPUTF8") == .needsSmtputf8)
        #expect(Outcome(name: "OUTCOME_QUEUED") == nil)
        #expect(Outcome(rawValue: 99) == .unrecognized(99))
        #expect("\(Outcome.unrecognized(99))" == "99")
        #expect(!Outcome.unrecognized(99).isRecognized)
        #expect(TriState.allCases == [.absent, .false, .true])
    }
}
