import Invitations

/// Histories from a seed: short stories of offices, feeds, parents and the worker, one after the other and into each other.
///
/// It remembers what it had typed and decided, so that what was broken is mended now and then, and chooses a contact that most stories of a
/// history are about. It knows nothing of what the service answered: a step is good for any state.
struct Generator {
    private let dice: Dice
    private var requests = 0
    /// What the schools' MIS would say if every step were taken.
    var feeds = Universe.schools.map { _ in MIS() }
    /// Mostly this school, and this contact of it.
    private(set) var focus = (school: 0, contact: 0)
    private var pausedSchools: Set<Int> = []
    private var strictSchools: Set<Int> = []

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func history(steps: Int) -> [Step] {
        focus = (draw(2), draw(6))
        var history: [Step] = []
        // Some schools begin with a MIS that says nothing of orders, or is not linked; some not at all.
        for school in Universe.schools.indices where !chance(8) {
            if chance(8) { history += typing(school, [.silence]) }
            if chance(12) { history += typing(school, [.link(false)]) }
            history.append(.importFeed(school: school, nil, confirming: nil, nil))
        }
        while history.count < steps { history += story() }
        return Array(history.prefix(steps))
    }

    mutating func story() -> [Step] {
        switch draw(128) {
        case 0..<16: return [.send(inviting(.send), request: request())]
        case 16..<23: return [.send(inviting(.reinvite), request: request())]
        case 23..<32: return reviewed()
        case 32..<37: return [.retry(request: chance(2) ? -1 : draw(20), [nil, nil, .otherBody, .otherAdmin, .otherMethod][draw(5)])]
        case 37..<54: return fed()
        case 54..<64: return [.redeem(link: link(), account: draw(3), forgery())]
        case 64..<66: return [.decline(link: link(), forgery())]
        case 66..<77: return delivered()
        case 77..<80: return [.claim]
        case 80..<84: return [handOver()]
        case 84..<93: return [.clock(move())]
        case 93..<97: return life()
        case 97: return outdatedReview()
        case 98: return [chance(2) ? .dropWorker : .stopWorker]
        case 99, 100: return [.restart(isAbrupt: !chance(4))]
        case 101..<104: return [.turnPage(school: school(), filter: chance(3) ? draw(Filters.all.count) : 0)]
        case 104: return [.backUp]
        case 106..<110: return [.together((0..<(2 + draw(3))).map { _ in atOnce() })]
        case 105: return chance(2) ? restored() : [.backUp]
        case 126, 127:
            return [.report(link: link(), ReportModel.allCases[draw(ReportModel.allCases.count)], chance(3) ? forgery() ?? .garbage : nil)]
        default: return decided()
        }
    }

    /// Mostly an operator sees to the schools before long.
    private mutating func restored() -> [Step] {
        var steps: [Step] = [.restore(backup: draw(3))]
        for school in Universe.schools.indices where !chance(4) { steps += released(Office(school: school, admin: draw(3))) }
        return steps
    }

    /// One of several calls that meet; mostly about the same contact or link.
    private mutating func atOnce() -> Step {
        switch draw(6) {
        case 0, 1: .send(inviting(chance(3) ? .reinvite : .send), request: request())
        case 2: .revoke(office(), contact: contact(), reason: .none, request: request())
        case 3: .decline(link: -1 - draw(2), nil)
        default: .redeem(link: -1 - draw(2), account: draw(3), nil)
        }
    }

    /// What may happen while a feed is being read, or a mail is leaving: nothing that waits itself.
    mutating func meanwhile() -> [Step] {
        switch draw(13) {
        case 0..<3: return [.send(inviting(chance(3) ? .reinvite : .send), request: request())]
        case 3, 4: return [.redeem(link: link(), account: draw(3), nil)]
        case 5: return [.claim]
        case 6: return [.handOver(mail: draw(5), relay(), nil)]
        case 7: return [.claim, .handOver(mail: 0, relay(), nil)]
        case 8: return decided()
        case 9: return [.clock(move())]
        case 10: return [chance(2) ? .backUp : .turnPage(school: school(), filter: 0)]
        default: return [.importFeed(school: school(), nil, confirming: nil, nil)]
        }
    }

    // MARK: What an office does beside inviting

    private mutating func decided() -> [Step] {
        let office = office()
        let contact = contact()
        switch draw(15) {
        case 0..<2: return [.revoke(office, contact: contact, reason: reason(), request: request())]
        case 2..<5: return [.setPolicy(office, policyChange(office.school), isStale: chance(6), request: request())]
        case 5..<8:
            let isPaused = !pausedSchools.contains(office.school) && chance(2)
            if isPaused { pausedSchools.insert(office.school) } else { pausedSchools.remove(office.school) }
            return [.pause(office, isPaused, request: request())]
        case 8: return [.clearBounce(office, contact: contact)]
        case 9..<12: return [.liftOrders(office, contact: contact, pupil: chance(2) ? nil : draw(4), reason: reason())]
        case 12: return chance(3) ? [.erase(office, contact: contact)] : barredElsewhere(office)
        default: return [.releaseMail(office, Releasing(withoutImport: chance(3), endsLinks: chance(4)))]
        }
    }

    private mutating func policyChange(_ school: Int) -> PolicyChange {
        if strictSchools.remove(school) != nil && chance(2) { return chance(2) ? .dailyCap(20_000) : .responsibility(false) }
        switch draw(8) {
        case 0: return .validityDays([0, 1, 14, 60, 61][draw(5)])
        case 1: return .cooldownMinutes([1, 10, 60][draw(3)])
        case 2, 3:
            strictSchools.insert(school)
            return .dailyCap(1 + draw(4))
        case 4:
            strictSchools.insert(school)
            return .responsibility(true)
        case 5: return .acknowledgement(chance(2))
        default: return .guards(removal: [1, 20, 100, 100][draw(4)], lift: [1, 5, 100, 100][draw(4)])
        }
    }

    private func reason() -> Reason { chance(8) ? .sentence : chance(2) ? .none : .word }

    // MARK: Dice

    mutating func request() -> Int {
        requests += 1
        return chance(60) ? -1 : requests
    }

    func office() -> Office { Office(school: chance(30) ? 2 : school(), admin: draw(3)) }
    func school() -> Int { chance(3) ? draw(2) : focus.school }
    func contact() -> Int { chance(2) ? focus.contact : draw(chance(10) ? 7 : 6) }
    /// The last one issued, or any.
    func link() -> Int { chance(3) ? -1 - draw(3) : draw(40) }
    func forgery() -> Forgery? { chance(8) ? [.bitFlipped, .garbage, .neverIssued][draw(3)] : nil }
    func draw(_ count: Int) -> Int { Int(dice.next() % UInt64(count)) }
    /// One in `count`.
    func chance(_ count: Int) -> Bool { draw(count) == 0 }
}
