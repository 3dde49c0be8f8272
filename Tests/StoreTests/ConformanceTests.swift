import InvitationStore
import Invitations
import Testing

@testable import SQLiteStore

/// The conformance kit, on SQLite.
@Suite struct ConformanceTests {
    let temporary: TemporaryStore
    let kit: StoreConformance

    init() async throws {
        temporary = try TemporaryStore()
        kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
    }

    @Test("R4: Contacts are answered in the places asked, unknown ones as nothing") func contacts() async throws {
        try await kit.contactsKeepTheirPlaces()
    }
    @Test("R21: An address tells who else of the school has it") func addresses() async throws {
        try await kit.addressesTellWhoElseHasThem()
    }
    @Test("R18: Of two invitations of one generation one is issued") func compareAndSet() async throws {
        try await kit.anotherGenerationIsRefused()
    }
    @Test("R24, R25: A new invitation supersedes the earlier link and cancels its mail") func supersedes() async throws {
        try await kit.anEarlierLinkIsSuperseded()
    }
    @Test("R27: Of 64 redeems at once one wins") func redeems() async throws { try await kit.oneRedeemWins() }
    @Test("R34: Revoking ends the link and its queued mail") func revokes() async throws { try await kit.revokingEndsLinkAndMail() }
    @Test("R16: A recorded answer is kept seven days") func answers() async throws { try await kit.answersAreKeptSevenDays() }

    @Test("R38: Events are numbered without gaps, whoever fails between") func events() async throws {
        try await kit.eventsHaveNoGaps {
            try await temporary.store.rows("SELECT sequence FROM event ORDER BY school, sequence").compactMap(Int64.init)
        }
    }

    @Test("R23: A lease is one worker's until it ends, and one who overslept settles nothing") func leases() async throws {
        try await kit.aLeaseIsOneWorkersUntilItEnds()
    }
    @Test("R20: What was fixed is sent again, with the deadline that is enforced") func fixes() async throws {
        try await kit.whatIsFixedStays()
    }
    @Test("R23: Held mail waits for a person") func holds() async throws { try await kit.heldMailWaits() }
    @Test("R23: A bounce stands against the address, whoever has it") func bounces() async throws {
        try await kit.aBounceBelongsToTheAddress()
    }
    @Test("The oldest due mail is leased first, up to the limit") func leaseOrder() async throws {
        try await kit.aLimitIsKeptAndTheOldestGoesFirst()
    }

    @Test("R12: The list is in order of surname, forename, id, whatever the page size") func order() async throws {
        try await kit.theListIsInOrder()
    }
    @Test("R12: A page that is full ends before the row that did not fit") func fullPages() async throws {
        try await kit.aFullPageEndsBeforeTheRow()
    }
    @Test("R10: Search finds the beginnings of words, whatever case and accents") func search() async throws {
        try await kit.searchFindsWords()
    }
    @Test("R10: Filters combine, and one contact must match all of them") func filters() async throws { try await kit.filtersCombine() }
    @Test("R13: Matching contacts come once, in list order") func matching() async throws {
        try await kit.matchingContactsComeOnceInListOrder()
    }
    @Test("R12: Counts per status count each contact once") func counts() async throws { try await kit.countsAreOfContacts() }
}

/// The same list checks where every filter is walked instead of collected.
@Suite struct WalkedListTests {
    let temporary: TemporaryStore
    let kit: StoreConformance

    init() async throws {
        temporary = try TemporaryStore(configure: { $0.poolCollectMax = 0 })
        kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
    }

    @Test("R10: Search answers the same when the list is walked") func search() async throws { try await kit.searchFindsWords() }
    @Test("R10: Filters answer the same when the list is walked") func filters() async throws { try await kit.filtersCombine() }
    @Test("R13: Matching contacts are the same when the list is walked") func matching() async throws {
        try await kit.matchingContactsComeOnceInListOrder()
    }
}
