import Cryptography
import Foundation
import InvitationStore
import Invitations
import Mail
import Synchronization

@testable import SQLiteStore

/// A clock that stands still until it is moved.
final class MovableClock: Sendable {
    private let instant: Mutex<Instant>
    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }
    var clock: WallClock { WallClock { self.now } }
    func move(to now: Instant) { instant.withLock { $0 = now } }
}

/// SplitMix64: the same dice for the same seed.
final class Dice: Sendable {
    private let state: Mutex<UInt64>
    init(seed: UInt64) { state = Mutex(seed) }

    var source: Invitations.RandomSource { Invitations.RandomSource { self.bytes($0) } }

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 56) } }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }
}

struct Authentication: MessageAuthentication {
    private let hmac: HMACSHA256
    init(byte: UInt8) throws { hmac = try HMACSHA256(key: SecretKey(Array(repeating: byte, count: 32))) }
    func code(_ message: [UInt8]) -> [UInt8] { hmac.code(message) }
    func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(code, for: message) }
    func isValid(beginning: [UInt8], for message: [UInt8]) -> Bool { hmac.isValid(beginning: beginning, for: message) }
}

/// Answers what it is told to, and keeps what it was handed.
final class Relay: MailAdapter {
    let messagesInFlightMax = 1
    let offersSMTPUTF8 = false
    private let state = Mutex(State())

    private struct State {
        var answer = DeliveryAnswer(.accepted, "", reachedData: true)
        var handed: [OutgoingMessage] = []
        var beforeAnswer: (@Sendable () async -> Void)?
    }

    func deliver(_ message: OutgoingMessage) async -> DeliveryAnswer {
        let (answer, before) = state.withLock { state in
            state.handed.append(message)
            return (state.answer, state.beforeAnswer)
        }
        await before?()
        return answer
    }

    func answer(_ answer: RelayAnswer, after before: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            state.answer = answer.delivery
            state.beforeAnswer = before
        }
    }

    var handed: [OutgoingMessage] { state.withLock { $0.handed } }
}

extension RelayAnswer {
    var delivery: DeliveryAnswer {
        switch self {
        case .accepted: DeliveryAnswer(.accepted, text, reachedData: true)
        case .temporary: DeliveryAnswer(.temporary, text, reachedData: false)
        case .temporaryAfterData: DeliveryAnswer(.temporary, text, reachedData: true)
        case .unknown: DeliveryAnswer(.unknown, text, reachedData: true)
        case .noSuchAddress: DeliveryAnswer(.permanentAddress, text, reachedData: false)
        case .refused: DeliveryAnswer(.permanentPolicy, text, reachedData: false)
        }
    }
}

/// Sleeps are over at once.
struct NoWaiting: Clock {
    typealias Instant = ContinuousClock.Instant
    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .nanoseconds(1) }
    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {}
}

/// Lets something happen before the nth slice of an import.
final class SliceHook: RosterStore {
    private let store: SQLiteStore
    private let state = Mutex<(before: Int, action: @Sendable () async -> Void)?>(nil)

    init(_ store: SQLiteStore) { self.store = store }

    func before(slice: Int, _ action: @escaping @Sendable () async -> Void) { state.withLock { $0 = (slice, action) } }
    func forget() { state.withLock { $0 = nil } }

    func writeRoster<Answer: Sendable>(_ body: @escaping @Sendable (any RosterTransaction) throws -> Answer) async throws -> Answer {
        let action = state.withLock { state -> (@Sendable () async -> Void)? in
            guard let waiting = state else { return nil }
            state = waiting.before == 0 ? nil : (waiting.before - 1, waiting.action)
            return waiting.before == 0 ? waiting.action : nil
        }
        await action?()
        return try await store.writeRoster(body)
    }
}

/// An empty database, made once and copied for each history; letters, loaded once.
final class Template: Sendable {
    static let shared = Template()
    let folder: URL
    let path: String
    let letters: LetterRenderer
    private let count = Mutex(0)

    private init() {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)")
        path = folder.appendingPathComponent("empty.db").path
        do {
            try SQLiteStore.open(
                StoreConfiguration(path: path), clock: WallClock { Instant(milliseconds: 0) }, random: Dice(seed: 0).source,
                encodeListRow: { _ in [] }
            ).close()
            letters = LetterRenderer(
                settings: try MailSettings(
                    from: "office@mail.example.org", linkBase: "https://parents.example.org/join", appName: "Parent App"),
                templates: try TemplateShelf(), zones: TimeZoneDatabase())
        } catch {
            fatalError("no empty store can be made: \(error)")
        }
        atexit { try? FileManager.default.removeItem(at: Template.shared.folder) }
    }

    func newFolder() throws -> URL {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let new = folder.appendingPathComponent("\(number)")
        try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
        return new
    }
}
