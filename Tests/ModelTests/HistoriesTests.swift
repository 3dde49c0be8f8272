import Foundation
import Testing

/// Thousands of interleaved calls, feeds, mails, clock moves and crashes, and after every one of them nothing differs from the model.
@Suite("Proof by model", .serialized)
struct HistoriesTests {
    @Test(
        "R1-R43: whatever offices, feeds, parents, a worker and crashes do, all that can be seen is what the model says"
    )
    func agrees() async throws {
        var coverage = Coverage()
        let seeds = (0..<UInt64(Histories.seeds)).map { Histories.firstSeed + $0 }
        let found = await Histories.play(seeds, into: &coverage)
        if ProcessInfo.processInfo.environment["MODEL_COVERAGE"] != nil { print(coverage.table) }
        if let (seed, failure) = found {
            let (history, shortest) = await Histories.shortest(seed, failure)
            return _ = Issue.record(Comment(rawValue: Histories.report(seed, history, shortest)))
        }
        // Fewer or shorter histories than the fixed ones need not reach everything.
        if Histories.areFixed { coverage.expectAll() }
    }
}
