import Testing

/// Thousands of interleaved calls, feeds, mails, clock moves and crashes, and after every one of them nothing differs from the model.
@Suite("Proof by model", .serialized)
struct HistoriesTests {
    @Test(
        "R1-R43: whatever several offices, feeds, parents, a worker and crashes do in whatever order, all that can be seen is what the model says"
    )
    func agrees() async throws {
        var coverage = Coverage()
        let seeds = (0..<UInt64(Histories.seeds)).map { Histories.firstSeed + $0 }
        if let (seed, failure) = await Histories.play(seeds, into: &coverage) {
            let (history, shortest) = await Histories.shortest(seed, failure)
            Issue.record(Comment(rawValue: Histories.report(seed, history, shortest)))
        }
    }
}
