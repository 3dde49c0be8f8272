import Glibc
import InvitationStore
import Invitations
import SQLiteStore
import Synchronization

/// A real store in a directory of its own, with a clock that tests move and randomness from a seed. Removed when it goes.
final class TemporaryStore: Sendable {
    let directory: String
    let clock: MovableClock
    let store: SQLiteStore
    var path: String { directory + "/invitations.db" }

    init(
        clock: MovableClock = MovableClock(), seed: UInt64 = 1, encodeListRow: @escaping ListRowEncoder = TemporaryStore.encode,
        configure: (inout StoreConfiguration) -> Void = { _ in }
    ) throws {
        directory = try Self.makeDirectory()
        self.clock = clock
        var configuration = StoreConfiguration(path: directory + "/invitations.db")
        // Tests run beside builds on small machines; the budget has a test of its own.
        configuration.loopReadBudget = .seconds(10)
        configure(&configuration)
        store = try SQLiteStore.open(
            configuration, clock: clock.clock, random: SeededRandom(seed: seed).source, encodeListRow: encodeListRow)
    }

    deinit {
        store.close()
        Self.remove(directory)
    }

    /// Opens the same file again after `close`, as a restarted daemon would.
    func reopened(configure: (inout StoreConfiguration) -> Void = { _ in }) throws -> SQLiteStore {
        var configuration = StoreConfiguration(path: path)
        configuration.loopReadBudget = .seconds(10)
        configure(&configuration)
        return try SQLiteStore.open(
            configuration, clock: clock.clock, random: SeededRandom(seed: 2).source, encodeListRow: Self.encode)
    }

    static let encode: ListRowEncoder = { StoreConformance.encode($0) }

    private static func makeDirectory() throws -> String {
        var template = Array("/tmp/invitation-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreOpenError.file(path: "/tmp", errno: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func remove(_ directory: String) {
        for name in ["invitations.db", "invitations.db-wal", "invitations.db-shm", "invitations.db.lock"] { unlink(directory + "/" + name) }
        rmdir(directory)
    }
}

/// A clock that stands still until it is moved. Starts at 2026-09-01T08:00:00Z.
final class MovableClock: Sendable {
    private let instant = Mutex(Instant(milliseconds: 1_788_249_600_000))

    var now: Instant { instant.withLock { $0 } }
    var clock: WallClock { WallClock { self.now } }
    func advance(by duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
    func move(to now: Instant) { instant.withLock { $0 = now } }
}

/// Random bytes that are the same for the same seed (SplitMix64).
final class SeededRandom: Sendable {
    private let state: Mutex<UInt64>
    init(seed: UInt64) { state = Mutex(seed) }

    var source: RandomSource { RandomSource { self.bytes($0) } }

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                return UInt8(truncatingIfNeeded: mixed >> 56)
            }
        }
    }
}
