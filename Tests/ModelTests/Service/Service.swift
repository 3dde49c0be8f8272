import Cryptography
import Foundation
import InvitationStore
import Invitations
import Logging
import Synchronization

@testable import Mail
@testable import SQLiteStore

/// The real thing: the use cases over a store on a file of its own, with a clock that histories move and dice from a seed.
actor Service {
    let clock: MovableClock
    let environment: UseCaseEnvironment
    let relay = Relay()
    let folder: URL
    private(set) var store: SQLiteStore
    private(set) var worker: OutboxDelivery
    private(set) var imports: ImportRoster
    private(set) var slices: SliceHook
    private var files = 0
    private(set) var path: String

    // What a client would have in its hands.
    var planTokens: [String] = []
    var tokens: [String] = []
    var linkNumbers: [InvitationNonce: Int] = [:]
    var claimed: [ReadyMail] = []
    /// Every copy of every mail by Message-ID, as it was first handed over (R20).
    var copies: [String: [UInt8]] = [:]
    /// Renderings of a link's mail in their order.
    var revisions: [Int: [String]] = [:]
    /// Per school, how many events were seen.
    var eventsSeen: [String: Int64] = [:]
    /// Of withheld feeds (R35).
    var confirmations: [String] = []
    var backups: [Backup] = []
    var pageTokens: [String: String] = [:]
    /// Links that a restore made unknown.
    var lostTokens: [String] = []
    /// The files of a crash that has happened, to be opened next.
    var wreck: (path: String, confirmations: Int)?

    init(seed: UInt64, start: Int64) throws {
        folder = try Template.shared.newFolder()
        path = folder.appendingPathComponent("0.db").path
        try FileManager.default.copyItem(atPath: Template.shared.path, toPath: path)
        clock = MovableClock(Instant(milliseconds: start))
        environment = try Self.environment(seed: seed)
        (store, worker, imports, slices) = try Self.open(path, clock, environment, relay, seed: seed)
    }

    /// Removes the files.
    func end() {
        store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Stops in good order, or opens what a crash left.
    func restart(isAbrupt: Bool) async throws {
        if isAbrupt && wreck == nil { try await crash() }
        store.close()
        if let wreck {
            path = wreck.path
            // What was answered after the crash was answered by a ghost.
            confirmations.removeSubrange(wreck.confirmations...)
        }
        wreck = nil
        claimed = []
        files += 1
        (store, worker, imports, slices) = try Self.open(path, clock, environment, relay, seed: UInt64(files))
        await worker.endFormerLeases()
    }

    /// What is on the disk at this moment, committed and not yet copied back: what a killed process leaves. Copied on the writer's
    /// thread, so that nothing is half written by us.
    func crash() async throws {
        files += 1
        let target = folder.appendingPathComponent("\(files).db").path
        let source = path
        try await store.write { _ in
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: source + suffix) {
                try FileManager.default.copyItem(atPath: source + suffix, toPath: target + suffix)
            }
        }
        wreck = (target, confirmations.count)
    }

    /// Starts on a copy of a copy.
    func start(on copy: String) async throws {
        store.close()
        files += 1
        path = folder.appendingPathComponent("\(files).db").path
        try FileManager.default.copyItem(atPath: copy, toPath: path)
        claimed = []
        (store, worker, imports, slices) = try Self.open(path, clock, environment, relay, seed: UInt64(files))
        await worker.endFormerLeases()
    }

    private static func open(
        _ path: String, _ clock: MovableClock, _ environment: UseCaseEnvironment, _ relay: Relay, seed: UInt64
    ) throws -> (SQLiteStore, OutboxDelivery, ImportRoster, SliceHook) {
        var configuration = StoreConfiguration(path: path)
        configuration.readThreads = 1
        // Calls that meet are one batch, however long the first of them has waited.
        configuration.batchWork = .seconds(10)
        let store = try SQLiteStore.open(
            configuration, clock: clock.clock, random: Dice(seed: seed).source, encodeListRow: { Array($0.line.utf8) })
        // Nobody waits for what is leaving: it leaves between two steps.
        let departures = MailDepartures(clock: NoWaiting())
        var pace = DeliveryLimits()
        (pace.batchMax, pace.attemptsMax, pace.unsettledLeasesMax) = (Pace.batchMax, Pace.attemptsMax, Pace.unsettledLeasesMax)
        let dice = Dice(seed: seed ^ 0xd1ce)
        let settings = try MailSettings(
            from: "invitations@mail.example.org", bounceAddress: "bounces@mail.example.org", linkBase: "https://parents.example.org/join",
            appName: "Parent App")
        let worker = OutboxDelivery(
            store: store, adapter: relay, letters: Template.shared.letters, tokens: environment.tokens,
            returnPath: ReturnPath(settings, authority: environment.returnPaths), clock: clock.clock,
            // Two bytes are a retry's dice, and here they always say the same.
            random: Invitations.RandomSource { count in count == 2 ? [0, 0] : dice.bytes(count) }, bell: OutboxBell(),
            departures: departures, limits: pace,
            waiting: NoWaiting(), log: Logger(label: "model") { _ in SwiftLogNoOpLogHandler() })
        let slices = SliceHook(store)
        var importPace = ImportLimits()
        (importPace.batchPupilsMax, importPace.sliceChangedMax) = (2, 1)
        let imports = ImportRoster(
            store: slices, digest: { SHA256.digest($0) },
            departures: departures, knowsTimeZone: { $0 != Universe.timeZoneUnknown }, limits: importPace)
        return (store, worker, imports, slices)
    }

    private static func environment(seed: UInt64) throws -> UseCaseEnvironment {
        let cipher = try AES256GCM(key: SecretKey(Array(repeating: 7, count: 32)))
        let system = try SystemRandom()
        var limits = UseCaseLimits()
        limits.selectionContactsMax = Model.selectionMax
        return UseCaseEnvironment(
            tokens: TokenAuthority(deploymentID: "model", keys: [1: try Authentication(byte: 1)], activeKeyID: 1),
            returnPaths: ReturnPathAuthority(deploymentID: "model", keys: [1: try Authentication(byte: 2)]),
            sealer: Sealer(
                seal: { Base64URL.encode(cipher.seal($0, associatedData: $1, random: system)) },
                open: { text, binding in Base64URL.decode(text).flatMap { try? cipher.open($0, associatedData: binding) } }),
            digest: { SHA256.digest($0) }, random: Dice(seed: seed ^ 0x5eed).source, limits: limits)
    }
}
