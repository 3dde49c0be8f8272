import Invitations

/// Histories from a seed: short stories of offices, feeds, parents and the worker, one after the other and into each other.
struct Generator {
    private let dice: Dice
    private var requests = 0

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func history(steps: Int) -> [Step] {
        var history: [Step] = []
        // One in eight schools begins with a MIS that says nothing of orders, or that is not linked.
        for school in Universe.schools.indices where !chance(8) {
            if chance(8) { history.append(.mis(school: school, .silence)) }
            if chance(12) { history.append(.mis(school: school, .link(false))) }
            history.append(.importFeed(school: school, nil, confirming: nil, nil))
        }
        while history.count < steps { history += story() }
        return Array(history.prefix(steps))
    }

    private mutating func story() -> [Step] {
        switch draw(120) {
        case 0..<18: return [.send(inviting(.send), request: request())]
        case 18..<26: return [.send(inviting(.reinvite), request: request())]
        case 26..<36: return reviewed()
        case 36..<41: return [.retry(request: draw(20), [nil, nil, .otherBody, .otherAdmin, .otherMethod][draw(5)])]
        case 41..<56: return fed()
        case 56..<67: return [.redeem(link: draw(40), account: draw(3), forgery())]
        case 67..<70: return [.decline(link: draw(40), forgery())]
        case 70..<82: return delivered()
        case 82..<86: return [.claim]
        case 86..<90: return [handOver()]
        case 90..<98: return [.clock(move())]
        case 98: return [chance(2) ? .dropWorker : .stopWorker]
        case 99, 100: return [.restart(isAbrupt: !chance(4))]
        default: return [decided()]
        }
    }

    // MARK: Offices

    private func inviting(_ method: InvitingMethod) -> Inviting {
        let choice: Inviting.Choice =
            chance(3)
            ? .all(filter: Filters.forSelection[draw(Filters.forSelection.count)], excluding: (0..<draw(4)).map { _ in draw(6) })
            : chance(20)
                ? .explicit(Array(0..<7))
                : .explicit((0..<(chance(30) ? 0 : 1 + draw(chance(12) ? 9 : 4))).map { _ in draw(chance(8) ? 7 : 6) })
        return Inviting(school: chance(40) ? 2 : draw(2), admin: draw(3), method: method, selection: choice)
    }

    private mutating func request() -> Int {
        requests += 1
        return chance(60) ? -1 : requests
    }

    /// A review, perhaps something in between, and the Send that it allows.
    private mutating func reviewed() -> [Step] {
        var steps = [Step.review(inviting(chance(3) ? .reinvite : .send))]
        if chance(3) { steps += chance(2) ? fed() : [.clock(move())] }
        if chance(6) { steps.append(.send(inviting(.send), request: request())) }
        let misuse: PlanMisuse? = chance(5) ? [.otherAdmin, .otherSelection, .otherMethod, .torn][draw(4)] : nil
        // Mostly the review just made.
        if !chance(6) { steps.append(.sendPlanned(plan: chance(2) ? 0 : draw(12), misuse, request: request())) }
        return steps
    }

    /// What an office does beside inviting.
    private mutating func decided() -> Step {
        let office = Office(school: chance(25) ? 2 : draw(2), admin: draw(3))
        let contact = draw(chance(10) ? 7 : 6)
        switch draw(14) {
        case 0..<3: return .revoke(office, contact: contact, reason: reason(), request: request())
        case 3..<6: return .setPolicy(office, policyChange(), isStale: chance(6), request: request())
        case 6, 7: return .pause(office, chance(3), request: request())
        case 8: return .clearBounce(office, contact: contact)
        case 9, 10: return .liftOrders(office, contact: contact, pupil: chance(2) ? nil : draw(4), reason: reason())
        case 11: return .erase(office, contact: contact)
        case 12: return .releaseMail(office)
        default: return .pause(office, false, request: request())
        }
    }

    private func reason() -> Reason { chance(8) ? .sentence : chance(2) ? .none : .word }

    private func policyChange() -> PolicyChange {
        switch draw(8) {
        case 0: .validityDays([0, 1, 14, 60, 61][draw(5)])
        case 1: .cooldownMinutes([1, 10, 60][draw(3)])
        case 2, 3: .dailyCap(chance(2) ? 20_000 : 1 + draw(8))
        case 4: .responsibility(chance(2))
        case 5: .acknowledgement(chance(2))
        default: .guards(removal: [1, 20, 100][draw(3)], lift: [1, 5, 100][draw(3)])
        }
    }

    private func forgery() -> Forgery? { chance(6) ? [.bitFlipped, .garbage, .neverIssued][draw(3)] : nil }

    // MARK: Feeds

    private mutating func fed() -> [Step] {
        let school = draw(2)
        var steps = (0..<draw(4)).map { _ in Step.mis(school: school, change()) }
        let defect = chance(7) ? FeedDefect.allCases[draw(FeedDefect.allCases.count)] : nil
        var interruption: Interruption?
        if chance(4) { interruption = interrupted(school) }
        steps.append(.importFeed(school: school, defect, confirming: chance(20) ? draw(4) : nil, interruption))
        // The same once more; of a withheld one mostly the last digest.
        if chance(4) {
            steps.append(.importFeed(school: school, nil, confirming: chance(3) ? draw(4) : -1, chance(8) ? interrupted(school) : nil))
        }
        return steps
    }

    private mutating func interrupted(_ school: Int) -> Interruption {
        Interruption(slice: draw(16), steps: (0..<draw(4)).flatMap { _ in meanwhile(school) }, isCrash: chance(4))
    }

    /// What may happen while a feed is being read, or a mail is leaving.
    private mutating func meanwhile(_ school: Int) -> [Step] {
        switch draw(10) {
        case 0..<3: [.send(inviting(chance(3) ? .reinvite : .send), request: request())]
        case 3..<5: [.redeem(link: draw(40), account: draw(3), nil)]
        case 5: [.claim]
        case 6: [.handOver(mail: draw(5), relay(), nil)]
        case 7: chance(2) ? [.claim, .handOver(mail: 0, relay(), nil)] : [decided()]
        case 8: [.clock(move())]
        default: [.importFeed(school: chance(2) ? school : 1 - school, nil, confirming: nil, nil)]
        }
    }

    private func change() -> MISChange {
        let pupil = draw(Universe.pupils.count)
        let contact = draw(Universe.contacts.count)
        switch draw(20) {
        case 0: return .link(!chance(3))
        case 1: return chance(2) ? .timeZone(draw(3)) : .timeZone(0)
        case 2: return .rename(["Oakfield", "Elmfield"][draw(2)])
        case 3, 4: return .pupilThere(pupil, !chance(3))
        case 5: return .pupilSurname(pupil, draw(3))
        case 6: return .pupilEmail(pupil, chance(2) ? 0 : draw(Universe.addresses.count))
        case 7: return .contactSurname(contact, draw(3))
        case 8..<11: return .contactEmail(contact, draw(Universe.addresses.count))
        case 11..<14: return .pair(pupil, contact, order: triState(), responsible: [.yes, .no, .absent][draw(3)])
        case 14..<17: return .order(contact, triState())
        case 17: return .noPair(pupil, contact)
        case 18: return .contactGone(contact)
        default: return chance(4) ? .silence : .order(contact, .no)
        }
    }

    private func triState() -> TriState { [.yes, .no, .no, .absent][draw(4)] }

    // MARK: The worker and the clock

    /// A round of the worker: everything it claimed, handed over.
    private mutating func delivered() -> [Step] { [.claim] + (0..<(1 + draw(3))).map { _ in handOver() } }

    private mutating func handOver() -> Step {
        let mail = draw(5)
        let interruption = chance(12) ? Interruption(steps: chance(3) ? [] : meanwhile(draw(2)), isCrash: chance(3)) : nil
        return .handOver(mail: mail, relay(), interruption)
    }

    private func relay() -> RelayAnswer { chance(2) ? .accepted : RelayAnswer.allCases[draw(RelayAnswer.allCases.count)] }

    private func move() -> ClockMove {
        let offset = [-1, 0, 0, 1][draw(4)]
        switch draw(10) {
        case 0..<4: return .toDeadline(link: draw(40), offset: Int64(offset))
        case 4: return .toCooldownEnd(link: draw(40), offset: Int64(offset))
        case 5: return .toPlanEnd(plan: draw(12), offset: Int64(offset))
        case 6: return .toRecordEnd(request: draw(20), offset: Int64(offset))
        case 7, 8: return .toMailDue(offset: Int64(offset))
        default: return .advance(milliseconds: [1, 60_000, 150_000, 600_000, 3_600_000, 86_400_001][draw(6)])
        }
    }

    // MARK: Dice

    private func draw(_ count: Int) -> Int { Int(dice.next() % UInt64(count)) }
    /// One in `count`.
    private func chance(_ count: Int) -> Bool { draw(count) == 0 }
}
