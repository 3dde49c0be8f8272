import InvitationAPI
import Invitations
import NIOCore
import ProtobufRuntime
import Testing

@testable import InvitationServer
@testable import InvitationStore

@Suite struct MappingTests {
    @Test("The domain's enums have the contract's numbers and names")
    func enumNumbers() {
        func name(_ value: some Any) -> String {
            "\(value)".replacing(/([a-z])([A-Z])/) { "\($0.output.1)_\($0.output.2)" }.uppercased()
        }
        for outcome in Invitations.Outcome.allCases {
            let expected = outcome == .needsSMTPUTF8 ? "NEEDS_SMTPUTF8" : name(outcome)
            #expect(InvitationAPI.Outcome(outcome).name == expected)
        }
        for status in Invitations.RegistrationStatus.allCases { #expect(InvitationAPI.RegistrationStatus(status).name == name(status)) }
        for state in Invitations.DeliveryState.allCases { #expect(InvitationAPI.DeliveryState(state).name == name(state)) }
        for warning in Invitations.Warning.allCases { #expect(InvitationAPI.Warning(warning).name == name(warning)) }
        #expect(InvitationAPI.Outcome.allCases.count == Invitations.Outcome.allCases.count + 1)
        #expect(InvitationAPI.RegistrationStatus.allCases.count == Invitations.RegistrationStatus.allCases.count + 1)
        #expect(InvitationAPI.DeliveryState.allCases.count == Invitations.DeliveryState.allCases.count + 1)
        #expect(InvitationAPI.Warning.allCases.count == Invitations.Warning.allCases.count + 1)
    }

    @Test("An instant keeps its millisecond, also before 1970", arguments: [0, 1, 999, 1000, 1_764_000_123_456, -1, -1000, -1001])
    func timestamps(_ milliseconds: Int64) {
        let timestamp = Timestamp(Instant(milliseconds: milliseconds))
        #expect((0..<1_000_000_000).contains(timestamp.nanos))
        #expect(timestamp.seconds * 1000 + Int64(timestamp.nanos / 1_000_000) == milliseconds)
    }

    @Test("A page written on the loop is byte for byte what protobuf-c makes of the same message")
    func pageEqualsProtobufC() throws {
        for pupils in [0, 1, 3, 40] {
            for token in ["", "next"] {
                for obstacle in [nil] + InvitationError.Reason.allCases.map(Optional.some) {
                    try Self.comparePages(pupils: pupils, token: token, obstacle: obstacle)
                }
            }
        }
    }

    private static func comparePages(pupils: Int, token: String, obstacle: InvitationError.Reason?) throws {
        let listings = (0..<pupils).map(listing)
        let answer = ListContacts.Answer(
            nextPageToken: token,
            counts: token.isEmpty ? [] : [.init(status: .notRegistered, contacts: 200), .init(status: .suspended, contacts: 0)],
            obstacle: obstacle)
        var page = ListPage(appendingTo: ByteBuffer(string: "before"))
        for (index, listing) in listings.enumerated() {
            if index.isMultiple(of: 2) {
                page.append(listing)
            } else {
                ListRowEncoding.encode(listing).withUnsafeBytes { page.appendEncoded($0) }
            }
        }
        try page.finish(answer)

        let message = ListContactsResponse(
            pupils: listings.map(PupilContacts.init), nextPageToken: token,
            counts: answer.counts.map { .init(status: .init($0.status), contacts: Int32($0.contacts)) },
            obstacle: obstacle?.rawValue ?? "")
        #expect(page.buffer == ByteBuffer(bytes: Array("before".utf8) + (try message.encodedBytes())))
    }

    @Test("A row taken back leaves no trace")
    func truncation() {
        var page = ListPage(appendingTo: ByteBuffer())
        page.append(Self.listing(1))
        let before = page
        page.append(Self.listing(2))
        page.truncate(to: before.byteCount)
        #expect(page.buffer == before.buffer)
    }

    static func listing(_ number: Int) -> PupilListing {
        let key = ContactKey(rowID: Int64(number))
        let contact = ContactState(
            key: key, id: ContactID(unchecked: "C\(number)"), name: PersonName(title: "Dr", forename: "Siân", surname: "O’Brien \(number)"),
            email: number.isMultiple(of: 3) ? nil : "a\(number)@example.org")
        let facts = PupilFacts(
            key: PupilKey(rowID: Int64(number)),
            pupil: .init(
                id: PupilID(unchecked: "P\(number)"), forename: "Zoë", surname: "Ängström", yearGroup: "4", registrationGroup: "4B"),
            contacts: [.init(relationship: "Mother", courtOrder: number.isMultiple(of: 2), contact: contact)])
        let school = School(
            key: SchoolKey(rowID: 1), id: SchoolID(unchecked: "S"), name: "School", isMISLinked: true, timeZone: "Europe/London",
            hasCourtOrderData: true)
        return PupilListing(facts, school: school, at: Instant(milliseconds: 0))
    }
}
