import Invitations

extension Generator {
    // MARK: Inviting

    func inviting(_ method: InvitingMethod) -> Inviting {
        Inviting(school: chance(40) ? 2 : school(), admin: draw(3), method: method, selection: choice())
    }

    private func choice() -> Inviting.Choice {
        switch draw(20) {
        // One more than a call may have; nobody.
        case 0: .explicit(Array(0..<7))
        case 1 where chance(2): .explicit([])
        case 2..<9:
            .all(filter: Filters.forSelection[draw(Filters.forSelection.count)], excluding: (0..<draw(4)).map { _ in draw(6) })
        default: .explicit((0..<(1 + draw(4))).map { _ in contact() })
        }
    }

    /// A review, perhaps something in between, and the Send that it allows.
    mutating func reviewed() -> [Step] {
        var steps = [Step.review(inviting(chance(3) ? .reinvite : .send))]
        if chance(3) { steps += chance(2) ? fed() : [.clock(move())] }
        if chance(6) { steps.append(.send(inviting(.send), request: request())) }
        let misuse: PlanMisuse? = chance(6) ? [.otherAdmin, .otherSelection, .otherMethod, .torn][draw(4)] : nil
        if !chance(6) { steps.append(.sendPlanned(plan: chance(4) ? draw(12) : -1, misuse, request: request())) }
        return steps
    }

    // MARK: Feeds

    mutating func typing(_ school: Int, _ changes: [MISChange]) -> [Step] {
        for change in changes { feeds[school].apply(change) }
        return changes.map { .mis(school: school, $0) }
    }

    mutating func fed() -> [Step] {
        let school = school()
        var steps = typing(school, changes(school))
        let defect = chance(8) ? FeedDefect.allCases[draw(FeedDefect.allCases.count)] : nil
        let interruption = chance(4) ? interrupted() : nil
        steps.append(.importFeed(school: school, defect, confirming: chance(20) ? draw(4) : nil, interruption))
        // The same once more; of a withheld one with the digest just given.
        if chance(4) {
            steps.append(.importFeed(school: school, nil, confirming: chance(4) ? draw(4) : -1, chance(8) ? interrupted() : nil))
        }
        return steps
    }

    private mutating func interrupted() -> Interruption {
        Interruption(slice: draw(18), steps: (0..<draw(4)).flatMap { _ in meanwhile() }, isCrash: chance(4))
    }

    /// Somebody barred is known at an address that the roster does not show it at, and somebody else has it: erased, or of a withheld feed.
    mutating func barredElsewhere(_ office: Office) -> [Step] {
        let school = office.school % Universe.schools.count
        let contact = 1 + draw(2)
        let other = 3 - contact
        let guards = Step.setPolicy(office, .guards(removal: 1, lift: 1), isStale: false, request: request())
        let feed = Step.importFeed(school: school, nil, confirming: nil, nil)
        let inviting = Inviting(school: office.school, admin: office.admin, method: .send, selection: .explicit([other]))
        let (asked, askedAgain) = (Step.send(inviting, request: request()), Step.send(inviting, request: request()))
        let lifting = Step.liftOrders(office, contact: chance(3) ? contact : other, pupil: nil, reason: .none)
        if chance(2) {
            return typing(school, [.order(contact, .yes)]) + [feed, .erase(office, contact: contact), asked, lifting, askedAgain]
        }
        let gone = MISChange.contactGone(4)
        let withheld =
            typing(school, [gone, .contactEmail(other, 4), .contactEmail(contact, 3)]) + [feed, guards]
            + typing(school, [.contactEmail(contact, 4), .order(contact, .yes), .contactGone(3)]) + [feed, asked]
        if chance(2) { return withheld + [lifting, askedAgain] }
        return withheld + typing(school, [.order(contact, chance(2) ? .absent : .no)]) + [feed, lifting, askedAgain]
    }

    /// A few changes; now and then those that only together mean something, and what mends what was typed before.
    private mutating func changes(_ school: Int) -> [MISChange] {
        let feed = feeds[school]
        var mended: [MISChange] = []
        if !feed.isLinked && chance(2) { mended.append(.link(true)) }
        if Universe.timeZones[feed.timeZone] == Universe.timeZoneWithoutRules && chance(2) { mended.append(.timeZone(0)) }
        for pupil in feed.pupils.indices where !feed.pupils[pupil].isThere && chance(3) { mended.append(.pupilThere(pupil, true)) }
        let (pupil, contact) = (draw(Universe.pupils.count), contact() % Universe.contacts.count)
        let other = (contact + 1 + draw(5)) % 6
        switch draw(20) {
        case 0: return mended + [.pair(pupil, contact, order: .yes, responsible: .yes)]
        // The pair with its order is gone, and the contact stays.
        case 1: return mended + [.noPair(pupil, contact), .pair((pupil + 1) % 4, contact, order: .absent, responsible: .yes)]
        // Too many gone at once, and a new order among it.
        case 2: return mended + [.order(contact, .yes), .contactGone(other), .contactGone((other + 1) % 6)]
        case 3: return mended + (0..<3).map { .order((contact + $0) % 6, chance(2) ? .no : .yes) }
        case 4: return mended + [.pupilEmail(pupil, 1 + draw(7))]
        // One order that stands, taken back by the MIS, or no longer spoken of.
        case 5, 6, 18, 19:
            guard let (pupil, contact) = feed.orders.isEmpty ? nil : feed.orders[draw(feed.orders.count)] else { return mended }
            return mended + [.pair(pupil, contact, order: chance(2) ? .no : .absent, responsible: .yes)]
        case 7: return mended + [.contactEmail(contact, feed.contacts[other].email)]
        case 8: return mended + [.contactGone(contact)]
        case 9: return mended + [.pair(pupil, contact, order: .absent, responsible: .absent)]
        default: return mended + (0..<draw(4)).map { _ in change() }
        }
    }

    private func change() -> MISChange {
        let (pupil, contact) = (draw(Universe.pupils.count), draw(Universe.contacts.count))
        let word = [TriState.yes, .no, .no, .absent][draw(4)]
        switch draw(20) {
        case 0: return .link(!chance(2))
        case 1: return .timeZone(draw(Universe.timeZones.count))
        case 2: return .rename(["Oakfield", "Elmfield"][draw(2)])
        case 3, 4: return .pupilThere(pupil, !chance(3))
        case 5: return .pupilSurname(pupil, draw(3))
        case 6: return .pupilEmail(pupil, chance(2) ? 0 : draw(Universe.addresses.count))
        case 7: return .contactSurname(contact, draw(3))
        case 8..<11: return .contactEmail(contact, draw(Universe.addresses.count))
        case 11..<16: return .pair(pupil, contact, order: word, responsible: [.yes, .no, .absent][draw(3)])
        case 16, 17: return .order(contact, word)
        case 18: return .noPair(pupil, contact)
        default: return chance(4) ? .silence : .contactGone(contact)
        }
    }

    // MARK: The worker and the clock

    /// A round of the worker: some of what it claimed, handed over.
    mutating func delivered() -> [Step] { [.claim] + (0..<(1 + draw(3))).map { _ in handOver() } }

    mutating func handOver() -> Step {
        let mail = draw(5)
        let interruption = chance(12) ? Interruption(steps: chance(3) ? [] : meanwhile(), isCrash: chance(3)) : nil
        return .handOver(mail: mail, relay(), interruption)
    }

    func relay() -> RelayAnswer { chance(2) ? .accepted : RelayAnswer.allCases[draw(RelayAnswer.allCases.count)] }

    func move() -> ClockMove {
        let offset = Int64([-1, 0, 0, 1][draw(4)])
        switch draw(10) {
        case 0..<3: return .toDeadline(link: link(), offset: offset)
        case 3, 4: return .toCooldownEnd(link: link(), offset: offset)
        case 5: return .toPlanEnd(plan: chance(2) ? -1 : draw(12), offset: offset)
        case 6: return .toRecordEnd(request: draw(20), offset: offset)
        case 7, 8: return .toMailDue(offset: offset)
        default: return .advance(milliseconds: [1, 60_000, 150_000, 600_000, 3_600_000, 86_400_001][draw(6)])
        }
    }
}

extension MIS {
    /// Where it says that there is a court order: pupil and contact.
    var orders: [(Int, Int)] {
        pupils.indices.flatMap { pupil in pupils[pupil].pairs.filter { $0.value.order == .yes }.keys.sorted().map { (pupil, $0) } }
    }
}
