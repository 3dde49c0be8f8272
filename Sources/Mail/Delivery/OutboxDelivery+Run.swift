internal import InvitationStore
internal import Invitations
internal import Logging

extension OutboxDelivery {
    /// Works until the task is cancelled; then hands over nothing more, gives back what it had claimed and not begun, waits for what is on
    /// its way, records it, and returns.
    ///
    /// Claims while mails are on their way, so that a connection never waits for the store, and no more than will soon be begun: what
    /// waits here is nobody else's, and its lease runs.
    public func run() async {
        await withTaskGroup(of: Step.self) { group in
            let ready = ReadyMails()
            var inFlight = 0
            var storeRetry = limits.storeRetryMin
            var templatesSeen: Int?
            var claims = ClaimSize()
            while !Task.isCancelled {
                let connections = inFlightMax
                // What would be begun now would be put off for longer than the rest.
                if adapter.rest(at: clock.now()) != nil { await giveBack(ready.takeAll().map(\.lease)) }
                while inFlight < connections, let mail = ready.next() {
                    group.addTask(executorPreference: adapter.executor) { .handedOver(await handOver(mail, then: ready)) }
                    inFlight += 1
                }
                if ready.beginClaim(connections: connections) {
                    if let rest = adapter.rest(at: clock.now()) {
                        group.addTask { await pause(rest) }
                    } else {
                        let limit = claims.next(connections: connections, max: limits.batchMax, at: clock.now())
                        group.addTask { [templatesSeen] in await claimOrLog(limit: limit, templatesSeen: templatesSeen) }
                    }
                }
                switch await group.next() {
                case .handedOver(nil): inFlight -= 1
                case .handedOver(let next?) where Task.isCancelled || inFlight > inFlightMax:
                    putBack(next, to: ready)
                    inFlight -= 1
                case .handedOver(let next?):
                    group.addTask(executorPreference: adapter.executor) {
                        .handedOver(await handOver(next, ready, connections: inFlightMax))
                    }
                case .paused, nil: ready.allowClaim()
                case .failed:
                    group.addTask { [storeRetry] in await pause(storeRetry) }
                    storeRetry = min(storeRetry * 2, limits.sleepMax)
                case .claimed(let claim, let templates):
                    templatesSeen = templates
                    storeRetry = limits.storeRetryMin
                    ready.add(claim.ready)
                    if claim.mayHaveMore {
                        ready.allowClaim()
                    } else {
                        group.addTask {
                            await bell.wait(atMost: sleep(after: claim), clock: waiting)
                            return .paused
                        }
                    }
                }
            }
            await giveBack(ready.takeAll().map(\.lease))
            for await step in group {
                switch step {
                case .handedOver(let next?): putBack(next, to: ready)
                case .claimed(let late, _): ready.add(late.ready)
                case .handedOver(nil), .failed, .paused: break
                }
                await giveBack(ready.takeAll().map(\.lease))
            }
        }
    }

    /// As the adapter has it now.
    private var inFlightMax: Int { max(adapter.messagesInFlightMax, 1) }

    /// Something that the worker waits for, and came to its end.
    private enum Step: Sendable {
        /// With the next, which is to go where this one went.
        case handedOver(LeavingMail?)
        /// With the version of the templates that held mail was released for.
        case claimed(Claim, templates: Int)
        /// The store did.
        case failed
        /// Something may be due.
        case paused
    }

    /// One after the other on one connection, until there is none that may leave or the worker has to look up: to claim, or since there are to be
    /// more or fewer at once.
    private func handOver(_ first: LeavingMail, _ ready: ReadyMails, connections: Int) async -> LeavingMail? {
        var leaving = first
        while let next = await handOver(leaving, then: ready) {
            let hasNews = ready.wantsClaim(connections: connections) || inFlightMax != connections
            if hasNews || Task.isCancelled { return next }
            leaving = next
        }
        return nil
    }

    private func pause(_ duration: Duration) async -> Step {
        try? await waiting.sleep(for: min(duration, limits.sleepMax))
        return .paused
    }

    private func sleep(after claim: Claim) -> Duration {
        guard let due = claim.nextDue else { return limits.sleepMax }
        let (milliseconds, isForever) = due.milliseconds.subtractingReportingOverflow(clock.now().milliseconds)
        if isForever { return limits.sleepMax }
        // What is due already and was not leased is not ours to hurry.
        if milliseconds <= 0 { return claim.leasedCount > 0 ? .zero : limits.storeRetryMin }
        return min(.milliseconds(milliseconds), limits.sleepMax)
    }

    /// Once for each version of the templates, what they were to blame for is released first.
    private func claimOrLog(limit: Int, templatesSeen: Int?) async -> Step {
        let version = letters.templates.version
        do {
            if templatesSeen != version { try await releaseMended() }
        } catch {
            log.error("held mail could not be released", metadata: ["error": "\(type(of: error))"])
            return .failed
        }
        do {
            return .claimed(try await claim(limit: limit), templates: version)
        } catch {
            log.error("outbox could not be read", metadata: ["error": "\(type(of: error))"])
            return .failed
        }
    }
}
