import Testing

/// The proof of the proof: a model that gets one rule wrong must soon disagree with the service. If it does not, histories do not reach
/// the situations in which a service with that mistake would do harm.
@Suite("Wrong models are found out", .serialized)
struct MutantTests {
    static let seedsMax = 120

    @Test("A model that breaks a rule disagrees with the service within 120 histories", arguments: Flaw.allCases)
    func isFoundOut(_ flaw: Flaw) async {
        var coverage = Coverage()
        let found = await Histories.play(Array(1...UInt64(Self.seedsMax)), flaw: flaw, into: &coverage)
        #expect(found != nil, "\(flaw) is never found out")
    }

    @Test(
        "The kinds of mistake are found where they show, as short histories", arguments: [Flaw.absentLiftsOrders, .linkWorksAtItsDeadline])
    func isShrunk(_ flaw: Flaw) async throws {
        var coverage = Coverage()
        let (seed, failure) = try #require(
            await Histories.play(Array(1...UInt64(Self.seedsMax)), flaw: flaw, into: &coverage), "\(flaw) is never found out")
        let (history, shortest) = await Histories.shortest(seed, failure, flaw: flaw)
        #expect(history.count <= 8, "\(Histories.report(seed, history, shortest))")
        #expect(shortest.kind == failure.kind)
        let report = Histories.report(seed, history, shortest)
        #expect(report.contains("MODEL_FIRST_SEED=\(seed)"))
        #expect(report.contains("model:   ") && report.contains("service: "))
        // Without any one of its steps the service and the wrong model agree, or disagree on something else.
        for index in history.indices {
            var shorter = history
            shorter.remove(at: index)
            #expect(await Run.play(shorter, seed: seed, flaw: flaw).failure?.kind != failure.kind, "step \(index + 1) is needless")
        }
    }
}
