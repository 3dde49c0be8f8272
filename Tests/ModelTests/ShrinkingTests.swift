import Synchronization
import Testing

@Suite("Shrinking")
struct ShrinkingTests {
    @Test("What remains of a long list is what the failure needs, in its order")
    func findsTheNeedles() async {
        let long = Array(0..<100)
        #expect(await shrink(long) { $0.contains(17) && $0.contains(71) } == [17, 71])
        #expect(await shrink(long) { Set([3, 50, 51, 90]).isSubset(of: $0) } == [3, 50, 51, 90])
        #expect(await shrink(long) { $0.count >= 4 }.count == 4)
        #expect(await shrink(long) { _ in true }.isEmpty)
    }

    @Test("An element is made simpler where that fails too")
    func simplifies() async {
        let shortest = await shrink([40, 9, 60], simpler: { $0 > 50 ? [50] : [] }, fails: { $0.contains { $0 >= 50 } })
        #expect(shortest == [50])
    }

    @Test("It gives up after so many attempts, and answers the shortest until then")
    func isBounded() async {
        let attempts = Mutex(0)
        let shortest = await shrink(Array(0..<1000), attemptsMax: 50) { list in
            attempts.withLock { $0 += 1 }
            return list.contains(1) && list.contains(998)
        }
        #expect(attempts.withLock { $0 } <= 50)
        #expect(shortest.contains(1) && shortest.contains(998))
    }
}
