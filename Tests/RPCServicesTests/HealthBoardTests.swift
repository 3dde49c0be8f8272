import RPC
import Synchronization
import Testing

@testable import RPCServices

@Suite("The health board")
struct HealthBoardTests {
    private let board = HealthBoard(services: ["p.S", "p.T"], conditions: ["store", "outbox"], watchersMax: 2)

    private func allWell() {
        board.set(.well, for: "store")
        board.set(.well, for: "outbox")
    }

    @Test("Nothing is SERVING before somebody has looked at everything")
    func begins() {
        #expect(Set(board.statuses.keys) == ["", "p.S", "p.T", "store", "outbox"])
        #expect(Set(board.statuses.values) == [.notServing])
        board.set(.well, for: "store")
        #expect(board.status(of: "") == .notServing)
        #expect(board.status(of: "store") == .serving)
        allWell()
        #expect(Set(board.statuses.values) == [.serving])
    }

    @Test("A condition that ails is NOT_SERVING alone; one that failed takes every service along")
    func consequences() {
        allWell()
        board.set(.ailing("relay"), for: "outbox")
        #expect(board.status(of: "outbox") == .notServing)
        #expect(board.status(of: "") == .serving && board.status(of: "p.S") == .serving && board.status(of: "store") == .serving)
        board.set(.failed("disk"), for: "store")
        #expect(board.status(of: "") == .notServing && board.status(of: "p.S") == .notServing)
        allWell()
        #expect(Set(board.statuses.values) == [.serving])
        #expect(board.status(of: "p.U") == nil)
    }

    @Test("Draining is NOT_SERVING for everything, whatever is said after it")
    func draining() {
        allWell()
        board.beginDraining()
        allWell()
        #expect(Set(board.statuses.values) == [.notServing])
    }

    @Test("Only a verdict that differs is reported")
    func reports() {
        let lines = Mutex<[String]>([])
        let board = HealthBoard(services: [], conditions: ["store"]) { condition, verdict in
            lines.withLock { $0.append("\(condition) \(verdict)") }
        }
        for verdict in [HealthVerdict.well, .well, .failed("a"), .failed("a"), .failed("b")] { board.set(verdict, for: "store") }
        #expect(lines.withLock { $0 } == ["store well", "store failed(\"a\")", "store failed(\"b\")"])
    }

    @Test("A watcher gets the status at once, then only changes of its own; a slow one gets the last")
    func watching() async throws {
        allWell()
        let watch = try board.watch("p.S", caller: [1])
        var statuses = watch.statuses.makeAsyncIterator()
        #expect(await statuses.next() == .serving)
        board.set(.ailing("relay"), for: "outbox")
        board.set(.failed("disk"), for: "store")
        #expect(await statuses.next() == .notServing)
        board.set(.well, for: "store")
        board.set(.failed("disk"), for: "store")
        board.set(.well, for: "store")
        #expect(await statuses.next() == .serving)
        board.beginDraining()
        board.endWatches()
        #expect(await statuses.next() == .notServing)
        #expect(await statuses.next() == nil)
    }

    @Test("Watchers are bounded, one that ends makes room, and a stopping server takes none")
    func bounds() throws {
        let first = try board.watch("", caller: [1])
        _ = try board.watch("nobody", caller: [2])
        let full = #expect(throws: RPCError.self) { try board.watch("", caller: [1]) }
        #expect(full?.code == .resourceExhausted && full?.reason == "TOO_MANY_WATCHERS")
        board.end(first)
        _ = try board.watch("", caller: [1])
        board.endWatches()
        #expect(throws: RPCError.self) { try board.watch("", caller: [1]) }
    }

    @Test("One certificate has a share of the watchers")
    func share() throws {
        let board = HealthBoard(services: [], conditions: [], watchersMax: 4, watchersPerCallerMax: 2)
        let first = try board.watch("", caller: [1])
        _ = try board.watch("", caller: [1])
        let refusal = #expect(throws: RPCError.self) { try board.watch("", caller: [1]) }
        #expect(refusal?.code == .resourceExhausted && refusal?.reason == "TOO_MANY_WATCHERS")
        _ = try board.watch("", caller: [2])
        board.end(first)
        _ = try board.watch("", caller: [1])
    }

    @Test("A watched name is kept, and so has a bound", arguments: [254, 255, 256])
    func nameLength(_ count: Int) throws {
        let name = String(repeating: "n", count: count)
        if count <= 255 {
            _ = try board.watch(name, caller: [])
        } else {
            let refusal = #expect(throws: RPCError.self) { try board.watch(name, caller: []) }
            #expect(refusal?.code == .notFound && refusal?.reason == "HEALTH_SERVICE_UNKNOWN")
        }
    }

    @Test(
        "A certificate ails in its last days, and has failed in its last second",
        arguments: [
            (14 * 86_400, HealthVerdict.well), (14 * 86_400 - 1, .ailing("the certificate expires in 13 days")),
            (1, .ailing("the certificate expires in 0 days")), (0, .failed("the certificate has expired")),
            (-1, .failed("the certificate has expired")),
        ])
    func certificate(_ secondsLeft: Int64, _ verdict: HealthVerdict) {
        #expect(HealthVerdict.certificate(secondsLeft: secondsLeft, daysMin: 14) == verdict)
    }

    @Test(
        "Revocation lists ail in their last hour, and have failed once one is past its time",
        arguments: [
            (nil, .well), (3600, .well), (3599, .ailing("a revocation list is past its time in 59 minutes")),
            (0, .failed("a revocation list is past its time, and its authority's clients are refused")),
        ] as [(Int64?, HealthVerdict)])
    func revocationLists(_ secondsLeft: Int64?, _ verdict: HealthVerdict) {
        #expect(HealthVerdict.revocationLists(secondsLeft: secondsLeft) == verdict)
    }
}
