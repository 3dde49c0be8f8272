internal import Invitations

/// One import up to its flip: gathers records into slices and keeps count.
struct RosterStagingRun {
    let store: any RosterStore
    let digest: @Sendable ([UInt8]) -> [UInt8]
    let limits: ImportLimits
    private(set) var roster: RosterImport
    private(set) var tally = ImportTally()
    private var batch: [StagedPupil] = []
    private var counts = ImportReport()
    /// New or changed pupils since words were last written.
    private var gathered: Int64 = 0

    init(store: any RosterStore, digest: @escaping @Sendable ([UInt8]) -> [UInt8], limits: ImportLimits, roster: RosterImport) {
        self.store = store
        self.digest = digest
        self.limits = limits
        self.roster = roster
    }

    mutating func add(_ pupil: RosterPupil, position: Int64) async throws {
        let record = try pupil.validated(position: position)
        for contact in record.contacts {
            switch contact.courtOrder {
            case .yes: counts.pairsTrue += 1
            case .no: counts.pairsFalse += 1
            case .absent: counts.pairsAbsent += 1
            }
        }
        counts.pupils += 1
        batch.append(
            StagedPupil(
                record: record, position: position, digest: Array(digest(record.canonicalBytes).prefix(16)),
                address: Self.address(record.email), contactAddresses: record.contacts.map { Self.address($0.email) }))
        if batch.count >= limits.batchPupilsMax { try await stageBatch() }
    }

    /// After the last record: everything that can be known before the flip.
    mutating func prepare() async throws {
        try await stageBatch()
        roster.saysCourtOrders = counts.pairsTrue + counts.pairsFalse > 0
        var place: ImportPlace?
        repeat {
            try Task.checkCancellation()
            let slice = try await store.writeRoster { [roster, place, limits] in try $0.prepare(roster, from: place, limits: limits) }
            tally += slice.tally
            place = slice.next
        } while place != nil
    }

    /// Whether publishing would change anything that is stored (R36).
    func isChanged() async throws -> Bool {
        if tally != ImportTally() { return true }
        return try await store.writeRoster { [roster] transaction in
            guard let school = try transaction.school(roster.record.id) else { return true }
            return school.name != roster.record.name || school.isMISLinked != roster.record.isMISLinked
                || school.timeZone != roster.record.timeZone || (roster.saysCourtOrders && !school.hasCourtOrderData)
        }
    }

    /// nil: nothing changed, and nothing was published.
    func report(_ consequences: ImportConsequences?) -> ImportReport {
        var report = counts
        report.contactsAdded = tally.contactsAdded
        report.contactsChanged = tally.contactsChanged
        report.contactsRemoved = tally.contactsRemoved
        report.courtOrdersAdded = tally.courtOrdersAdded
        report.courtOrdersLifted = tally.courtOrdersLifted
        report.contacts = roster.contacts + tally.contactsAdded - tally.contactsRemoved
        report.contactsUnchanged = report.contacts - tally.contactsAdded - tally.contactsChanged
        report.invitationsRevoked = consequences?.invitationsRevoked ?? 0
        report.mailsCancelled = consequences?.mailsCancelled ?? 0
        report.contactsSuspended = consequences?.contactsSuspended ?? 0
        report.isUnchanged = consequences == nil
        return report
    }

    private mutating func stageBatch() async throws {
        var rest = batch[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            let slice = try await store.writeRoster { [rest, roster, limits] in
                try $0.stage(rest, of: roster, changedMax: limits.sliceChangedMax)
            }
            tally += slice.tally
            gathered += slice.tally.pupilsAdded + slice.tally.pupilsChanged
            rest = rest.dropFirst(slice.consumed)
        }
        if gathered >= limits.gatheredPupilsMax { try await writeGathered() }
        batch.removeAll(keepingCapacity: true)
    }

    private mutating func writeGathered() async throws {
        var isMore = true
        while isMore {
            try Task.checkCancellation()
            isMore = try await store.writeRoster { [roster, limits] in try $0.writeWords(of: roster, limits: limits) }
        }
        gathered = 0
    }

    private static func address(_ email: String?) -> String { email.flatMap { EmailAddress($0)?.comparisonKey } ?? "" }
}
