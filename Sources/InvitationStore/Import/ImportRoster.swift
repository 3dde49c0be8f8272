public import Invitations

/// Replaces a school's roster by a feed, whole or not at all (R32-R36).
///
/// Records are staged in short slices while they arrive; the difference to the roster in place is worked out beside it; one short
/// flip makes it visible together with what it does to invitations. A feed that is refused, and one that stops coming, leave the roster as it was.
/// Make one for a store and keep it: it knows which imports are running.
public struct ImportRoster: Sendable {
    let store: any RosterStore
    let digest: @Sendable ([UInt8]) -> [UInt8]
    let knowsTimeZone: @Sendable (String) -> Bool
    let departures: MailDepartures
    let limits: ImportLimits
    private let running = RunningImports()

    /// `digest`: SHA-256. `departures`: the delivery's, so that no mail leaves for whom the answer calls barred. `knowsTimeZone`: whether mail could tell times in a zone of that name; a feed of another is refused.
    public init(
        store: any RosterStore, digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        departures: MailDepartures, knowsTimeZone: @escaping @Sendable (String) -> Bool, limits: ImportLimits = ImportLimits()
    ) {
        self.store = store
        self.digest = digest
        self.departures = departures
        self.knowsTimeZone = knowsTimeZone
        self.limits = limits
    }

    /// Reads the feed to its end and answers what it did (R36).
    ///
    /// One that would take away too much is withheld, and says so in the report (R35). Throws `InvitationError` with a `FEED_…` reason and
    /// the record's place in its metadata, `IMPORT_IN_PROGRESS`, or what reading `records` throws. Heeds cancellation between slices, up to
    /// the flip: `CancellationError`; nothing of the feed is seen then, and what is left of it is removed by the next import, by
    /// ``clearLeftover(of:)``, or by the next start.
    public func run<Records: AsyncSequence>(_ records: Records) async throws -> ImportReport where Records.Element == RosterRecord {
        var iterator = records.makeAsyncIterator()
        var order = FeedOrder(pupilsMax: limits.pupilsMax)
        guard let first = try await iterator.next() else {
            try order.end()
            return ImportReport()
        }
        try order.take(first)
        guard case .school(let record, let confirming) = first else {
            throw InvitationError(.feedOutOfOrder, "The first record must name the school.")
        }
        let school = try record.validated()
        guard knowsTimeZone(school.timeZone) else {
            throw InvitationError(
                .feedInvalidRecord, "The school's time_zone is not in the service's time-zone database.",
                ["record": "school", "field": "time_zone"])
        }

        try running.enter(school.id)
        defer { running.leave(school.id) }
        try await discardLeftover(of: school.id)
        var staging = RosterStagingRun(
            store: store, digest: digest, limits: limits, running: running,
            roster: try await store.writeRoster { try $0.beginImport(of: school) })
        do {
            while let record = try await iterator.next() {
                try order.take(record)
                if case .pupil(let pupil) = record { try await staging.add(pupil, position: order.pupils) }
            }
            try order.end()
            try await staging.prepare()
            let isChanged = try await staging.isChanged()
            try Task.checkCancellation()
            guard isChanged else {
                let roster = staging.roster
                try await store.writeRoster { try $0.endUnchanged(roster) }
                await tidy(roster)
                return staging.report(nil)
            }
            if let report = try await withhold(staging, confirming: confirming) {
                await discardAfterFailure(staging.roster)
                await departures.settle()
                return report
            }
            // The last moment: what follows is done whole.
            try Task.checkCancellation()
        } catch {
            await discardAfterFailure(staging.roster)
            throw error
        }
        let (roster, tally) = (staging.roster, staging.tally)
        let consequences: ImportConsequences
        do {
            consequences = try await store.writeRoster { try RosterFlip(transaction: $0, roster: roster, tally: tally).run() }
        } catch {
            // Unless the commit's outcome is unknown: then the next import of this school finds out.
            if error as? StoreError != .outcomeUnknown { await discardAfterFailure(roster) }
            throw error
        }
        await tidy(roster)
        await departures.settle()
        return staging.report(consequences)
    }

    /// R35: nil when nothing objects, or this feed was confirmed. Else the roster stays, but for new court orders, which apply at once.
    private func withhold(_ staging: RosterStagingRun, confirming: String) async throws -> ImportReport? {
        let (roster, tally, confirmation) = (staging.roster, staging.tally, staging.confirmation)
        guard roster.epoch > 0, tally.contactsRemoved > 0 || tally.courtOrdersLifted > 0, confirming != confirmation else { return nil }
        let first = try await store.writeRoster { [limits] in
            try WithheldImport(transaction: $0, roster: roster, limits: limits).begin(tally)
        }
        guard var withheld = first else { return nil }
        // No cancellation from here on: who is barred is barred.
        while withheld.next != nil {
            withheld = try await store.writeRoster { [withheld, limits] in
                try WithheldImport(transaction: $0, roster: roster, limits: limits).goOn(withheld)
            }
        }
        return staging.report(withheld, confirmation: confirmation)
    }

    /// Removes what an import left that ended early, so that the school is between two imports. Throws `IMPORT_IN_PROGRESS` while one runs.
    public func clearLeftover(of school: SchoolID) async throws {
        try running.enter(school)
        defer { running.leave(school) }
        try await discardLeftover(of: school)
    }

    /// What an import left that ended early.
    private func discardLeftover(of school: SchoolID) async throws {
        if let leftover = try await store.writeRoster({ try $0.leftoverImport(of: school) }) {
            var place: ImportPlace?
            repeat {
                try Task.checkCancellation()
                place = try await discardSlice(of: leftover, from: place)
            } while place != nil
        }
        var isMore = true
        while isMore {
            try Task.checkCancellation()
            isMore = try await store.writeRoster { [limits] in try $0.forgetStaged(of: school, limits: limits) }
        }
        try Task.checkCancellation()
    }

    /// What fails here is taken up by the next import of the school, or at the next start, and so is what a cancelled import has no time
    /// for; the caller learns the first error.
    private func discardAfterFailure(_ roster: RosterImport) async {
        var place: ImportPlace?
        repeat {
            do { place = try await discardSlice(of: roster, from: place) } catch { return }
        } while place != nil && !Task.isCancelled
    }

    private func discardSlice(of roster: RosterImport, from place: ImportPlace?) async throws -> ImportPlace? {
        try await store.writeRoster { [limits] in try $0.discard(roster, from: place, limits: limits) }
    }

    /// What fails here is taken up by the next import, or at the next start, as is what a cancelled import has no time for: the roster is
    /// in place already.
    private func tidy(_ roster: RosterImport) async {
        var place: ImportPlace?
        repeat {
            do {
                place = try await store.writeRoster { [place, limits] in try $0.tidy(roster, from: place, limits: limits) }
            } catch {
                return
            }
        } while place != nil && !Task.isCancelled
    }
}
