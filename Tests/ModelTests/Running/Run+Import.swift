import Invitations

extension Run {
    func importFeed(_ index: Int, _ defect: FeedDefect?, confirming: Int?, _ interruption: Interruption?) async throws {
        let roster = feeds[index].roster(of: Universe.schools[index])
        let school = roster.school.id.text
        let confirming =
            model.confirmations.isEmpty ? nil : confirming.map { place($0, of: model.confirmations.count) }
        let erased = model.schools[school]?.erased ?? []
        let what = "\(school) imports" + (defect.map { ", \($0)" } ?? "") + (confirming.map { ", confirming \($0)" } ?? "")
        if model.importing.contains(school) && defect != .unknownTimeZone {
            let actual = try await service.importFeed(roster, defect, sparing: erased, confirming: confirming, before: nil) { _ in }
            return compare("import", what, [refusalLine(.importInProgress)], actual)
        }
        model.importing.insert(school)
        let meanwhile = Meanwhile()
        let actual = try await service.importFeed(
            roster, defect, sparing: erased, confirming: confirming, before: interruption?.slice
        ) { [self] progress in
            if let interruption {
                let who = "\(school)'s import is \(progress.isDone ? "tidying up" : progress.isStaging ? "under way" : "beginning")"
                await self.interrupt(meanwhile, interruption, who) { model in
                    if progress.isStaging { model.staging.insert(school) }
                    if progress.isDone { meanwhile.note(&model, model.importFeed(roster, defect, confirming: confirming)) }
                }
            }
        }
        if hasFailed { return }
        if let wreck = meanwhile.modelAtCrash {
            model = wreck
            return try await restart(isAbrupt: true)
        }
        if meanwhile.expected == nil { meanwhile.note(&model, model.importFeed(roster, defect, confirming: confirming)) }
        if let given = meanwhile.given { model.confirmations.append(given) }
        model.importing.remove(school)
        model.staging.remove(school)
        compare("import", what, meanwhile.expected ?? [], actual)
        if let interruption, !meanwhile.wasInterrupted {
            try await look()
            for step in interruption.steps where !hasFailed { await perform(step) }
        }
    }

    /// Somebody waits while these steps are done. `before` is what the one who waits had done already.
    func interrupt(
        _ meanwhile: Meanwhile, _ interruption: Interruption, _ who: String, after before: @Sendable (inout Model) -> Void = { _ in }
    ) async {
        meanwhile.wasInterrupted = true
        trace.append("(\(who)")
        before(&model)
        do {
            try await look()
            for step in interruption.steps where !hasFailed { await perform(step) }
            if interruption.isCrash && !hasFailed {
                try await service.crash()
                meanwhile.modelAtCrash = model
            }
        } catch {
            compare("interruption", "an error meanwhile", [], ["\(error)"])
        }
        trace.append("…)")
    }
}

/// What happened while an import or the worker waited.
final class Meanwhile: @unchecked Sendable {  // Confined to its run's actor.
    var wasInterrupted = false
    /// The import's answer, if it had done what it does before the interruption.
    private(set) var expected: [String]?
    private(set) var given: ConfirmationModel?
    var modelAtCrash: Model?

    func note(_ model: inout Model, _ answer: [String]) { (expected, given) = (answer, model.given) }
}
