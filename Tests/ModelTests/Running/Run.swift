import Invitations

/// The first place where the service and the model say different things.
struct Disagreement: Sendable, Error {
    /// What they disagree on, such as `previews`: a shorter history must fail in the same way.
    var kind: String
    var expected: [String]
    var actual: [String]
    /// What was done until then, a line each, with what the model says was answered.
    var trace: [String]

    /// The differing lines only.
    var difference: [String] {
        expected.filter { !actual.contains($0) }.map { "  model:   \($0)" }
            + actual.filter { !expected.contains($0) }.map { "  service: \($0)" }
            + (Set(expected) == Set(actual) ? ["  the same lines in another order or number: \(expected) and \(actual)"] : [])
    }
}

/// Plays one history against a model and a service of its own.
actor Run {
    var model = Model()
    let service: Service
    var feeds = Universe.schools.map { _ in MIS() }
    var coverage = Coverage()
    var trace: [String] = []
    private var failure: Disagreement?
    private var looks = 0
    private var seen = Observation()

    init(seed: UInt64, flaw: Flaw? = nil) throws {
        model.flaw = flaw
        service = try Service(seed: seed, start: model.now)
    }

    /// nil: they agreed all the way.
    static func play(_ history: [Step], seed: UInt64, flaw: Flaw? = nil) async -> (failure: Disagreement?, coverage: Coverage) {
        do {
            let run = try Run(seed: seed, flaw: flaw)
            let failure = await run.play(history)
            await run.service.end()
            return (failure, await run.coverage)
        } catch {
            return (Disagreement(kind: "opening", expected: [], actual: ["\(error)"], trace: []), Coverage())
        }
    }

    private func play(_ history: [Step]) async -> Disagreement? {
        for step in history where failure == nil { await perform(step) }
        return failure
    }

    /// Does a step on both sides and compares what was answered, and then everything that can be seen.
    func perform(_ step: Step) async {
        do {
            if case .mis(let school, let change) = step {
                feeds[school].apply(change)
                trace.append("\(Universe.schools[school])'s MIS: \(change)")
                return
            }
            let before = trace.count
            try await carryOut(step)
            // A step that found nothing to do has nothing to show.
            if failure == nil && trace.count > before { try await look() }
        } catch {
            fail("an error", [], ["\(error)"])
        }
    }

    func compare(_ step: String, _ what: String, _ expected: [String], _ actual: [String]) {
        coverage.note(step, expected)
        trace.append("\(what) → \(expected.isEmpty ? "done" : expected.joined(separator: "; "))")
        if expected != actual { fail("answer of \(step)", expected, actual) }
    }

    func look() async throws {
        looks += 1
        let gaze = Gaze(
            filter: Filters.all[looks % Filters.all.count], filteredSchool: looks % Universe.schools.count,
            account: Universe.accounts[looks % Universe.accounts.count], isSignedIn: looks % 4 < 2,
            contact: Universe.contacts[looks % Universe.contacts.count])
        let expected = model.observe(gaze)
        let actual = try await service.observe(gaze)
        for (one, other) in zip(expected.parts, actual.parts) where one != other { return fail(one.name, one.lines, other.lines) }
        coverage.note(expected, since: seen)
        seen = expected
    }

    private func fail(_ kind: String, _ expected: [String], _ actual: [String]) {
        if failure == nil { failure = Disagreement(kind: kind, expected: expected, actual: actual, trace: trace) }
    }

    var hasFailed: Bool { failure != nil }
}
