import Invitations

extension Run {
    /// Names what the step means now, and does it.
    func carryOut(_ step: Step) async throws {
        switch step {
        case .mis: break
        case .importFeed(let school, let defect, let interruption): try await importFeed(school, defect, interruption)
        case .review(let inviting):
            let call = call(inviting)
            compare(
                "review", "\(call.admin) reviews \(call.method) in \(call.school): \(call.selection)", model.review(call),
                try await service.review(call))
        case .send(let inviting, let request):
            var call = call(inviting)
            call.requestID = Self.requestID(request)
            model.requests.append(call)
            try await send(call, inviting.method == .send ? "send" : "reinvite")
        case .sendPlanned(let plan, let misuse, let request):
            guard var call = planned(plan, misuse) else { return }
            call.requestID = Self.requestID(request)
            model.requests.append(call)
            try await send(call, "send planned")
        case .retry(let request, let change):
            guard let call = retried(request, change) else { return }
            try await send(call, "retry")
        case .redeem(let link, let account, let forgery):
            let presented = Presented(
                link: model.links.isEmpty ? nil : link % model.links.count, forgery: forgery, account: pick(Universe.accounts, account))
            compare(
                "redeem",
                "\(presented.account ?? "") redeems \(presented.link.map { model.name(model.links[$0]) } ?? "nothing")\(forgery.map { ", \($0)" } ?? "")",
                [model.redeem(presented)], try await service.redeem(presented))
        case .clock(let move):
            model.move(to: model.target(move))
            service.clock.move(to: Instant(milliseconds: model.now))
            compare("clock", "clock \(move): \(clockText(model.now))", [], [])
        case .claim: compare("claim", "the worker claims", model.claim(), try await service.claim())
        case .handOver(let mail, let answer, let crash):
            guard !model.claimed.isEmpty else { return }
            let index = mail % model.claimed.count
            compare(
                "hand over", "the worker hands over, relay: \(answer)\(crash ? ", crash" : "")",
                model.handOver(index, answer, crash: crash), try await service.handOver(index, answer, crash: crash))
            if crash { try await restart(isAbrupt: true) }
        case .dropWorker:
            model.claimed = []
            await service.dropWorker()
            compare("drop worker", "the worker is gone", [], [])
        case .stopWorker: compare("stop worker", "the worker stops", model.stopWorker(), await service.stopWorker())
        case .restart(let isAbrupt): try await restart(isAbrupt: isAbrupt)
        }
    }

    private func send(_ call: SendCall, _ kind: String) async throws {
        let plan = call.plan.map { ", plan \($0.index)\($0.isTorn ? " torn" : "")" } ?? ""
        compare(
            kind, "\(call.admin) \(call.method)s in \(call.school): \(call.selection), request \(call.requestID.suffix(4))\(plan)",
            model.send(call), try await service.send(call))
    }

    private func restart(isAbrupt: Bool) async throws {
        model.restart(isAbrupt: isAbrupt)
        try await service.restart(isAbrupt: isAbrupt)
        compare("restart", isAbrupt ? "crash and restart" : "restart", [], [])
    }

    // MARK: Importing

    private func importFeed(_ index: Int, _ defect: FeedDefect?, _ interruption: Interruption?) async throws {
        let roster = feeds[index].roster(of: Universe.schools[index])
        let school = roster.school.id.text
        let what = "\(school) imports\(defect.map { ", \($0)" } ?? "")"
        if model.importing.contains(school) && defect != .unknownTimeZone {
            return compare(
                "import", what, [refusalLine(.importInProgress)], try await service.importFeed(roster, defect, before: nil) { _ in })
        }
        model.importing.insert(school)
        let meanwhile = Meanwhile(roster: roster, defect: defect)
        let actual = try await service.importFeed(roster, defect, before: interruption?.slice) { [self] hasFlipped in
            if let interruption { await self.interrupt(meanwhile, interruption, hasFlipped: hasFlipped) }
        }
        if hasFailed { return }
        if let wreck = meanwhile.modelAtCrash {
            model = wreck
            return try await restart(isAbrupt: true)
        }
        let expected = meanwhile.expected ?? model.importFeed(roster, defect)
        model.importing.remove(school)
        compare("import", what, expected, actual)
        if let interruption, !meanwhile.wasInterrupted {
            try await look()
            for step in interruption.steps where !hasFailed { await perform(step) }
        }
    }

    /// The import waits before a slice while these steps are done.
    private func interrupt(_ meanwhile: Meanwhile, _ interruption: Interruption, hasFlipped: Bool) async {
        meanwhile.wasInterrupted = true
        trace.append("(\(meanwhile.roster.school.id.text)'s import \(hasFlipped ? "has flipped" : "is under way")")
        do {
            if hasFlipped { meanwhile.expected = model.importFeed(meanwhile.roster, meanwhile.defect) }
            try await look()
            for step in interruption.steps where !hasFailed { await perform(step) }
            if interruption.isCrash && !hasFailed {
                try await service.crash()
                meanwhile.modelAtCrash = model
            }
        } catch {
            compare("import", "an error meanwhile", [], ["\(error)"])
        }
        trace.append("…)")
    }
}

/// An import that waits; touched only by its run.
private final class Meanwhile: @unchecked Sendable {  // Confined to the run's actor.
    let roster: Roster
    let defect: FeedDefect?
    var wasInterrupted = false
    /// The import's answer, if its flip came before the interruption.
    var expected: [String]?
    var modelAtCrash: Model?

    init(roster: Roster, defect: FeedDefect?) {
        self.roster = roster
        self.defect = defect
    }
}
