import Foundation

/// Plays seeds and tells of the first that fails, as short as it can.
enum Histories {
    static let seeds = number("MODEL_SEEDS", otherwise: 250)
    static let steps = number("MODEL_STEPS", otherwise: 60)
    static let firstSeed = UInt64(number("MODEL_FIRST_SEED", otherwise: 1))

    /// Nothing was asked for otherwise: what they reach is known.
    static let areFixed = ["MODEL_SEEDS", "MODEL_STEPS", "MODEL_FIRST_SEED"].allSatisfy { ProcessInfo.processInfo.environment[$0] == nil }

    private static func number(_ name: String, otherwise value: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? value
    }

    static func history(seed: UInt64, steps: Int = Histories.steps) -> [Step] {
        var generator = Generator(seed: seed)
        return generator.history(steps: steps)
    }

    /// nil: all agree. Two at a time: one waits for the disk while the other works.
    static func play(
        _ seeds: [UInt64], steps: Int = Histories.steps, flaw: Flaw? = nil, at once: Int = 2, into coverage: inout Coverage
    ) async -> (seed: UInt64, failure: Disagreement)? {
        await withTaskGroup(of: (UInt64, Disagreement?, Coverage).self) { group in
            var rest = seeds[...]
            func next() {
                guard let seed = rest.popFirst() else { return }
                group.addTask {
                    let (failure, coverage) = await Run.play(history(seed: seed, steps: steps), seed: seed, flaw: flaw)
                    return (seed, failure, coverage)
                }
            }
            for _ in 0..<once { next() }
            var first: (UInt64, Disagreement)?
            while let (seed, failure, reached) = await group.next() {
                coverage.add(reached)
                if let failure, first.map({ seed < $0.0 }) ?? true { first = (seed, failure) }
                if first == nil { next() }
            }
            return first
        }
    }

    /// The shortest history with the same kind of failure that greedy search finds, and how it fails.
    static func shortest(
        _ seed: UInt64, _ failure: Disagreement, steps: Int = Histories.steps, flaw: Flaw? = nil
    ) async -> (history: [Step], failure: Disagreement) {
        let kind = failure.kind
        let shortest = await shrink(history(seed: seed, steps: steps), simpler: \.simpler) { candidate in
            await Run.play(candidate, seed: seed, flaw: flaw).failure?.kind == kind
        }
        return (shortest, await Run.play(shortest, seed: seed, flaw: flaw).failure ?? failure)
    }

    /// What a person reads who has to find out why.
    static func report(_ seed: UInt64, _ history: [Step], _ failure: Disagreement) -> String {
        """
        Seed \(seed) fails (MODEL_FIRST_SEED=\(seed) MODEL_SEEDS=1): \(failure.kind). Shortest history found, \(history.count) steps:
        \(failure.trace.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n"))
        First disagreement, \(failure.kind):
        \(failure.difference.joined(separator: "\n"))
        """
    }
}
