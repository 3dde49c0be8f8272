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
    @Test("I5: leases that are ended are due at once, settle nothing, and what they may have sent stays fixed") func endsLeases()
        async throws
    {
        try await kit.endedLeasesAreDue()
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

/// What an office decides, in one of two schools that have contacts of the same ids.
@Suite struct OfficeConformanceTests {
    let temporary: TemporaryStore
    let kit: StoreConformance
    let other: School

    init() async throws {
        temporary = try TemporaryStore()
        kit = StoreConformance(store: temporary.store, school: try await temporary.seedRoster(), clock: temporary.clock)
        other = try await temporary.seedRoster(.ashford)
    }

    /// The feed without `c-otto`.
    private func leave() async throws -> School {
        var pupils = [RosterPupil].sample
        pupils[0].contacts.removeLast()
        return try await temporary.seedRoster(.oakfield, pupils)
    }

    @Test("R14, R42: A policy is replaced whole, and each time its version rises") func policy() async throws {
        try await kit.aPolicyIsReplacedWhole(beside: other)
    }
    @Test("R42: A pause holds, and going on releases exactly what the pause held") func pause() async throws {
        try await kit.aPauseHoldsAndReleasesItsOwn(beside: other)
    }
    @Test("R23, R41: Held mail is released for the causes given and for no other") func release() async throws {
        try await kit.onlyTheCausesGivenAreReleased(beside: other)
    }
    @Test("R23: A bounce is cleared for all of the school who share the address") func bounces() async throws {
        try await temporary.seedRoster(.oakfield, .sharing)
        try await kit.aBounceIsClearedForAllWhoShareTheAddress(beside: other)
    }

    @Test("R39, R4: Nothing of an erased contact is read, and who has its id elsewhere is untouched") func erases() async throws {
        try await kit.nothingOfAnErasedContactIsRead(beside: other)
    }
    @Test("R39: Erasing ends the contact's mail, and it shares its address no more") func erasesMail() async throws {
        try await temporary.seedRoster(.oakfield, .sharing)
        try await kit.erasingEndsMailAndSharing()
    }
    @Test("R39: Erasing a barred contact forgets its orders") func erasesOrders() async throws {
        try await kit.erasingABarredContactForgetsItsOrders()
    }
    @Test("R21, R39: Erasing a barred contact keeps its address barred until that is lifted, in its school only")
    func erasesAddressOfBarred() async throws {
        try await temporary.seedRoster(.oakfield, .sharingWithBarred)
        try await temporary.seedRoster(.ashford, .sharingWithBarred)
        try await kit.erasingABarredContactKeepsItsAddressBarred(beside: other)
    }
    @Test("R23, R39: A bounce of an erased contact stays with whoever shares the address") func erasesBounces() async throws {
        try await kit.aBounceOfAnErasedContactStaysWithWhoSharesTheAddress()
    }
    @Test("R39: A tombstone is found, in its school only, and salted with the school's own salt") func tombstones() async throws {
        try await kit.aTombstoneIsFoundInItsSchoolOnly(beside: other)
    }

    @Test("R11: A contact is shown with its pupils in list order and its pairs' own flags") func contactFacts() async throws {
        try await kit.aContactIsShownWithItsPairs(beside: other)
    }
    @Test("R39: A contact's key and id are found although it has left") func keys() async throws {
        try await kit.aKeyOutlivesTheRoster(beside: other, leave: leave)
    }
    @Test("R38: An account is bound to what it redeemed, and granted it while that stands") func bindings() async throws {
        try await kit.anAccountIsBoundToWhatItRedeemed(beside: other, leave: leave)
    }
    @Test("R38: Events come in pages: a school's in order, a contact's from the newest on") func events() async throws {
        try await kit.eventsArePaged(beside: other)
    }
    @Test("R42: Pupils, contacts, orders and imports are counted") func counts() async throws {
        let small = try await temporary.seedRoster(.elmtree, [[RosterPupil].sample[0]])
        try await kit.aSchoolIsCounted(beside: small)
    }
    @Test("R42: Invitations of the last day are counted, in whole hours") func invitedWithinDay() async throws {
        try await kit.invitationsOfADayAreCounted(beside: other)
    }

    @Test("R7: A leased mail looked at again is as it was leased, with what changed since") func looksAgain() async throws {
        try await kit.aLeasedMailIsLookedAtAgain()
    }
    @Test("R7, R12: What a transaction changed of a school and of a mail it sees itself: a pause, the list")
    func withinOne() async throws {
        try await kit.whatAMailChangedIsSeenInItsTransaction()
    }
    @Test("R7: A mail that was taken back or settled is no longer its worker's") func takenBack() async throws {
        try await kit.aMailTakenBackIsNoLongerLeased()
    }
}

/// Court orders, after imports.
@Suite struct CourtOrderConformanceTests {
    let imported: ImportedSchool
    let kit: StoreConformance
    let other: School

    init() async throws {
        imported = try ImportedSchool()
        for school in [RosterSchool.oakfield, .ashford] {
            for feed in StoreConformance.feedsOfOrders { try await imported.importFeed(feed, school: school) }
        }
        kit = StoreConformance(store: imported.store, school: try await imported.school(), clock: imported.temporary.clock)
        other = try await imported.school(RosterSchool.ashford.id)
    }

    @Test("R8: Each standing order says whether the feed itself says so") func standing() async throws {
        try await kit.standingOrdersSayWhoseWordTheyAre()
    }
    @Test("R8: Orders are lifted for the pupils named, and with the last one the bar") func lifts() async throws {
        try await kit.anOrderIsLiftedForThePupilsNamed(beside: other)
    }
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
