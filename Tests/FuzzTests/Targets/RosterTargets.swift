import InvitationAPI
import NIOCore
import ProtobufRuntime
import RPC

@testable import InvitationServer
@testable import Invitations
@testable import RosterFeed

extension FuzzTarget {
    /// A document of the MIS: the school when the first byte is even, a page of pupils when it is odd.
    static let rosterFeed = FuzzTarget(name: "roster-feed") { input in
        guard let first = input.first else { return }
        let records: [ImportRosterRequest]
        do throws(FeedError) {
            records = try read(FeedDocument(name: "page", bytes: Array(input.dropFirst())), isPage: first % 2 == 1)
        } catch {
            try promise(!error.problem.isEmpty && error.file == "page", "a document that is refused without a reason")
            return
        }
        // What our own client sends arrives as it was; unless a text holds U+0000, which it does not send.
        for record in records {
            guard let encoded = try? record.encodedRequest() else { continue }
            try promise(try ImportRosterRequest(decoding: encoded) == record, "a record that is another one on the wire")
            try stage(record)
        }
    }

    /// A record of `ImportRoster`, from the wire to what may be stored.
    static let rosterRecord = FuzzTarget(name: "roster-record") { input in
        if let record = try? ImportRosterRequest(decoding: input) { try stage(record) }
    }

    private static func read(_ document: FeedDocument, isPage: Bool) throws(FeedError) -> [ImportRosterRequest] {
        let reader = WondeReader(options: FeedOptions())
        guard isPage else { return [ImportRosterRequest(record: .school(try reader.school(document)))] }
        let page = try reader.page(document)
        var pagination = PaginationCheck()
        try pagination.take(page.meta?.pagination, of: document.name)
        if let first = try? FeedURL("https://mis.example/v1.0/students") {
            var trail = PageTrail(first: first)
            try trail.follow(page.meta?.pagination, of: document.name)
        }
        return page.data.map { ImportRosterRequest(record: .pupil(reader.pupil($0))) }
    }

    /// What is taken once is taken again, and stays as it is.
    private static func stage(_ record: ImportRosterRequest) throws {
        switch record.record {
        case .school(let school):
            guard let id = try? SchoolID(school.schoolID, field: "school_id"),
                let valid = try? Invitations.RosterSchool(school, id: id).validated()
            else { return }
            try promise(try valid.validated() == valid, "a valid school that is another one the second time")
            try promise(!valid.timeZone.contains("..") && !valid.timeZone.hasPrefix("/"), "a time zone that leads out of its folder")
        case .pupil(let pupil):
            guard let valid = try? Invitations.RosterPupil(pupil).validated(position: 1) else { return }
            try promise(try valid.validated(position: 1) == valid, "a valid pupil that is another one the second time")
            for contact in valid.contacts {
                guard let address = contact.email.flatMap(EmailAddress.init) else { continue }
                try promise(address.wire.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }, "an address that would end its header")
            }
        case .end, nil: break
        }
    }
}
