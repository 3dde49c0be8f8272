import Invitations

extension Run {
    /// Names what the step means now, and does it.
    func carryOut(_ step: Step) async throws {
        switch step {
        case .mis: break
        case .importFeed(let school, let defect, let confirming, let interruption):
            try await importFeed(school, defect, confirming: confirming, interruption)
        case .review(let inviting):
            let call = call(inviting)
            compare(
                "review", "\(call.admin) reviews \(call.method) in \(call.school): \(call.selection)", model.review(call),
                try await service.review(call))
        case .send(let inviting, let request):
            var call = call(inviting)
            call.requestID = Self.requestID(request)
            try await first(.send(call), inviting.method == .send ? "send" : "reinvite")
        case .sendPlanned(let plan, let misuse, let request):
            guard var call = planned(plan, misuse) else { return }
            call.requestID = Self.requestID(request)
            try await first(.send(call), "send planned")
        case .retry(let request, let change):
            guard let call = retried(request, change) else { return }
            try await perform(call, "retry")
        case .redeem(let link, let account, let forgery):
            let presented = presented(link, forgery, account: pick(Universe.accounts, account))
            compare(
                "redeem", "\(presented.account ?? "") redeems \(name(presented))", [model.redeem(presented)],
                try await service.redeem(presented))
        case .decline(let link, let forgery):
            let presented = presented(link, forgery, account: nil)
            compare(
                "decline", "somebody declines \(name(presented))", model.decline(presented), try await service.decline(presented))
        case .clock(let move):
            model.move(to: model.target(move))
            service.clock.move(to: Instant(milliseconds: model.now))
            compare("clock", "clock \(move): \(clockText(model.now))", [], [])
        case .claim: compare("claim", "the worker claims", model.claim(), try await service.claim())
        case .handOver(let mail, let answer, let interruption):
            guard !model.claimed.isEmpty else { return }
            try await handOver(place(mail, of: model.claimed.count), answer, interruption)
        case .report(let link, let report, let forgery):
            let presented = presented(link, forgery, account: nil)
            compare(
                "report", "a mail system reports \(report) of \(name(presented))", model.report(presented, report, by: "mx"),
                try await service.report(presented, report, by: "mx"))
        case .dropWorker:
            model.claimed = []
            await service.dropWorker()
            compare("drop worker", "the worker is gone", [], [])
        case .stopWorker: compare("stop worker", "the worker stops", model.stopWorker(), await service.stopWorker())
        case .together(let steps): try await together(steps)
        case .turnPage(let school, let filter):
            let id = Universe.schools[school]
            compare(
                "turn page", "somebody reads on in \(id)'s list\(filter == 0 ? "" : " of \(Filters.all[filter])")",
                model.turnPage(id, filter), try await service.turnPage(id, filter))
        case .backUp: compare("back up", "an operator copies the database", model.backUp(), try await service.backUp())
        case .restore(let backup):
            guard !model.backups.isEmpty else { return }
            let index = place(backup, of: model.backups.count)
            model.restore(index)
            try await service.restore(index)
            compare("restore", "the service is started on copy \(index)", [], [])
        case .restart(let isAbrupt): try await restart(isAbrupt: isAbrupt)
        case .revoke, .setPolicy, .pause, .clearBounce, .liftOrders, .erase, .releaseMail: try await office(step)
        }
    }

    func restart(isAbrupt: Bool) async throws {
        model.restart(isAbrupt: isAbrupt)
        try await service.restart(isAbrupt: isAbrupt)
        compare("restart", isAbrupt ? "crash and restart" : "restart", [], [])
    }

    private func handOver(_ index: Int, _ answer: RelayAnswer, _ interruption: Interruption?) async throws {
        let what = "the worker hands over, relay: \(answer)"
        let mine = model.handOver(index)
        let expected = mine.map { model.handed($0) } ?? "not handed over"
        let meanwhile = Meanwhile()
        let actual = try await service.handOver(index, answer) { [self] in
            if let interruption { await self.interrupt(meanwhile, interruption, "the relay has \(expected.dropFirst(12))") }
        }
        if let wreck = meanwhile.modelAtCrash {
            compare("hand over", what, [expected], actual)
            model = wreck
            return try await restart(isAbrupt: true)
        }
        if let mine, !hasFailed { model.settle(mine, answer) }
        compare("hand over", what, [expected], actual)
    }

    func presented(_ link: Int, _ forgery: Forgery?, account: String?) -> Presented {
        Presented(link: model.links.isEmpty ? nil : place(link, of: model.links.count), forgery: forgery, account: account)
    }

    func name(_ presented: Presented) -> String {
        (presented.link.map { model.name(model.links[$0]) } ?? "nothing") + (presented.forgery.map { ", \($0)" } ?? "")
    }
}
