import Synchronization

@testable import SQLiteStore

/// Keeps the writer in a member until it is opened, so that a test decides what waits behind it.
final class Gate: Sendable {
    private let entered = WorkQueue<Void>(waitingMax: 1)
    private let opened = WorkQueue<Void>(waitingMax: 1)

    /// Returns once the writer stands in the gate.
    func close(_ store: SQLiteStore) {
        store.writeRaw(
            { [entered, opened] _ in
                _ = entered.push(())
                _ = opened.takeOne()
            }, completion: { _ in })
        _ = entered.takeOne()
    }

    /// For good: a member that runs again goes straight through.
    func open() { opened.close() }
}

/// Collects what completions answer; `all` waits for so many.
final class Answers<Value: Sendable>: Sendable {
    private let queue = WorkQueue<Result<Value, any Error>>(waitingMax: 10_000)

    func take(_ result: Result<Value, any Error>) { _ = queue.push(result) }

    func next() -> Result<Value, any Error>? { queue.takeOne() }
    func all(_ count: Int) -> [Result<Value, any Error>] { (0..<count).compactMap { _ in queue.takeOne() } }
    var waiting: [Result<Value, any Error>] { queue.takeWaiting() }
}
