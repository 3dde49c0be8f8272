internal import Invitations

/// One import up to its flip: gathers records into slices and keeps count.
struct RosterStagingRun {
    let store: any RosterStore
    let digest: @Sendable ([UInt8]) -> [UInt8]
    let limits: ImportLimits
    let running: RunningImports
    private(set) var roster: RosterImport
    private(set) var tally = ImportTally()
    private var batch: [StagedPupil] = []
    private var counts = ImportReport()
    private var gathered = GatheredRows()
    /// What was gathered before, on its way to its tables.
    private var sweep: Sweep?
    /// Over all records so far, each with what came before it.
    private var chain: [UInt8]

    init(
        store: any RosterStore, digest: @escaping @Sendable ([UInt8]) -> [UInt8], limits: ImportLimits, running: RunningImports,
        roster: RosterImport
    ) {
        self.store = store
        self.digest = digest
        self.limits = limits
        self.running = running
        self.roster = roster
        chain = digest(roster.record.canonicalBytes)
    }

    mutating func add(_ pupil: RosterPupil, position: Int64) async throws {
        let record = withoutErased(try pupil.validated(position: position))
        for contact in record.contacts {
            switch contact.courtOrder {
            case .yes: counts.pairsTrue += 1
            case .no: counts.pairsFalse += 1
            case .absent: counts.pairsAbsent += 1
            }
        }
        counts.pupils += 1
        let recordDigest = digest(record.canonicalBytes)
        chain = digest(chain + recordDigest)
        batch.append(
            StagedPupil(
                record: record, position: position, digest: Array(recordDigest.prefix(16)),
                address: Self.address(record.email), contactAddresses: record.contacts.map { Self.address($0.email) }))
        if batch.count >= limits.batchPupilsMax { try await stageBatch() }
    }

    /// After the last record: everything that can be known before the flip.
    mutating func prepare() async throws {
        try await stageBatch()
        var place: ImportPlace?
        repeat {
            try Task.checkCancellation()
            let slice = try await store.writeRoster { [roster, place, limits] in try $0.prepare(roster, from: place, limits: limits) }
            tally += slice.tally
            place = slice.next
            try await gather(slice.gathered)
            if slice.awaitsGathered { try await writeGathered() }
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

    /// What confirms this feed, as a change of the roster it was compared with: of another one, the same feed may do something else (R35).
    var confirmation: String {
        var writer = ByteWriter()
        writer.fixed(chain)
        writer.integer(roster.epoch)
        return digest(writer.bytes).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
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

    /// Of an import that was withheld.
    func report(_ withheld: WithheldImport.Result, confirmation: String) -> ImportReport {
        var report = report(withheld.consequences)
        report.contacts = roster.contacts
        report.contactsUnchanged = roster.contacts - tally.contactsChanged - tally.contactsRemoved
        report.courtOrdersAdded = withheld.ordersAdded
        report.withheldDigest = confirmation
        report.withheldBecause = withheld.because
        return report
    }

    private mutating func stageBatch() async throws {
        roster.saysCourtOrders = counts.pairsTrue + counts.pairsFalse > 0
        if !roster.saysCourtOrders { roster.beganWithoutCourtOrders = true }
        var rest = batch[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            let slice = try await store.writeRoster { [rest, roster, limits] in
                try $0.stage(rest, of: roster, limits: limits)
            }
            tally += slice.tally
            rest = rest.dropFirst(slice.consumed)
            try await gather(slice.gathered)
        }
        batch.removeAll(keepingCapacity: true)
        try await keepUp()
    }

    private mutating func gather(_ rows: GatheredRows) async throws {
        guard !rows.isEmpty else { return }
        let bytesMax = gatheredBytesMax
        if gathered.isEmpty { gathered.reserve(bytes: bytesMax) }
        gathered += rows
        if gathered.byteCount >= bytesMax { try await beginSweep() }
    }

    /// Imports of many schools in one night take little more memory than one: what each has gathered already is written when it goes on.
    private var gatheredBytesMax: Int { running.share(of: limits.gatheredBytesMax) }

    /// Everything, now.
    private mutating func writeGathered() async throws {
        try await beginSweep()
        while sweep != nil { try await writeSlice() }
    }

    private mutating func beginSweep() async throws {
        while sweep != nil { try await writeSlice() }
        if !gathered.isEmpty { sweep = Sweep(rows: gathered.takeSorted()) }
    }

    /// A part of the sweep after each batch, so that the feed is read meanwhile: who sends it does not wait for long.
    private mutating func keepUp() async throws {
        while let sweep, sweep.isBehind(gathered, of: gatheredBytesMax) { try await writeSlice() }
    }

    private mutating func writeSlice() async throws {
        guard let sweep else { return }
        try Task.checkCancellation()
        let next = try await store.writeRoster { [roster, limits] in
            try $0.writeGathered(sweep.rows, from: sweep.next, of: roster, limits: limits)
        }
        if let next {
            self.sweep?.next = next
        } else {
            self.sweep = nil
            roster.hasWrittenRows = true
        }
    }

    /// R39: the MIS goes on naming who was erased here.
    private func withoutErased(_ record: RosterPupil) -> RosterPupil {
        guard let tombstones = roster.tombstones else { return record }
        var record = record
        record.contacts.removeAll { tombstones.digests.contains(Tombstone.of($0.id, salt: tombstones.salt, digest: digest)) }
        return record
    }

    private static func address(_ email: String?) -> String { email.flatMap { EmailAddress($0)?.comparisonKey } ?? "" }
}

/// Rows being written.
private struct Sweep {
    let rows: SortedRows
    var next = 0

    /// Done when what is gathered meanwhile is an eighth of the most: both are in memory until then.
    func isBehind(_ gathered: GatheredRows, of bytesMax: Int) -> Bool {
        let share = 8 * Double(gathered.byteCount) / Double(max(1, bytesMax))
        return Double(next) < share * Double(rows.count)
    }
}
