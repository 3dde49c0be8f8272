import InvitationAPI
import Invitations
import ProtobufRuntime
import Testing

@testable import InvitationServer

@Suite("An import's report on the wire")
struct ImportReportMappingTests {
    @Test("R36: every number of the report is in the field of its name")
    func numbers() {
        let numbers: [(WritableKeyPath<ImportReport, Int64>, KeyPath<ImportRosterResponse, Int64>)] = [
            (\.pupils, \.pupils), (\.contacts, \.contacts), (\.contactsAdded, \.contactsAdded), (\.contactsChanged, \.contactsChanged),
            (\.contactsRemoved, \.contactsRemoved), (\.contactsUnchanged, \.contactsUnchanged),
            (\.invitationsRevoked, \.invitationsRevoked), (\.mailsCancelled, \.mailsCancelled),
            (\.contactsSuspended, \.contactsSuspended), (\.courtOrdersAdded, \.courtOrdersAdded),
            (\.courtOrdersLifted, \.courtOrdersLifted), (\.pairsTrue, \.pairsTrue), (\.pairsFalse, \.pairsFalse),
            (\.pairsAbsent, \.pairsAbsent),
        ]
        var report = ImportReport()
        for (place, number) in numbers.enumerated() { report[keyPath: number.0] = Int64(100 + place) }
        let response = ImportRosterResponse(report)
        for (place, number) in numbers.enumerated() { #expect(response[keyPath: number.1] == Int64(100 + place)) }
        // No number of the report is left out of the list above.
        let stored = Mirror(reflecting: report).children.count { $0.value is Int64 }
        #expect(stored == numbers.count)
        #expect(!response.unchanged && response.withheldDigest.isEmpty && response.withheldBecause.isEmpty)
    }

    @Test("R35: a withheld import says so in words, and with which digest it is confirmed; one that is not says neither")
    func withheld() throws {
        var report = ImportReport()
        report.contactsRemoved = 21
        report.withheldDigest = "0f1e"
        report.withheldBecause = "it would remove 21 of 100 contacts, more than 20 %"
        let response = ImportRosterResponse(report)
        #expect(response.withheldDigest == "0f1e")
        #expect(response.withheldBecause == "it would remove 21 of 100 contacts, more than 20 %")
        #expect(response.contactsRemoved == 21 && !response.unchanged)
        // Two texts of one message must not change places on their way.
        let back = try ImportRosterResponse(decoding: response.encodedBytes())
        #expect(back == response)
    }

    @Test("R36: a feed that changed nothing says so")
    func unchanged() {
        var report = ImportReport()
        report.isUnchanged = true
        #expect(ImportRosterResponse(report).unchanged)
    }
}
