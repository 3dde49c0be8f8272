internal import Logging
internal import NIOPosix
internal import ServiceLifecycle
internal import UnixSignals

/// Something read from files that may be read again while the daemon runs.
struct ReloadablePart: Sendable {
    /// For the log: `certificates`.
    let name: String
    /// Which files; a folder's may be others each time. Blocks.
    let files: @Sendable () -> [String]
    /// Reads and checks the files, and puts to use what is in them, or throws and changes nothing. Blocks.
    let reload: @Sendable () throws -> Void
}

/// Reads certificates, trust, roles and templates again at SIGHUP, and by itself when their files have changed.
///
/// What cannot be used is logged, and the daemon goes on with what it has.
struct Reloading: Service {
    let parts: [ReloadablePart]
    /// SIGHUP, each time it comes.
    let hangups: UnixSignalsSequence
    /// How often to look at the files; zero: only at SIGHUP.
    let period: Duration
    let manager: ServiceManager
    let logger: Logger

    /// Why to look at the files.
    private enum Trigger {
        case hangup
        case time
    }

    /// One part, and what is known of its files.
    private struct Watched {
        let part: ReloadablePart
        var changes: FileChanges
        /// Why they are not used; said once, however often they are tried.
        var problem: String?

        init(_ part: ReloadablePart) async {
            self.part = part
            // Older than the contents may be: then they are read once too often, which changes nothing.
            changes = FileChanges(await Self.stamps(of: part))
        }

        func stamps() async -> [FileChanges.Stamp?] { await Self.stamps(of: part) }

        /// None once the threads have ended: nothing is read any more.
        private static func stamps(of part: ReloadablePart) async -> [FileChanges.Stamp?] {
            (try? await NIOThreadPool.singleton.runIfActive { part.files().map(FileChanges.Stamp.init(of:)) }) ?? []
        }
    }

    func run() async throws {
        let (triggers, pull) = AsyncStream.makeStream(of: Trigger.self, bufferingPolicy: .bufferingOldest(8))
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in hangups { pull.yield(.hangup) }
                }
                if period > .zero {
                    group.addTask {
                        while (try? await Task.sleep(for: period)) != nil { pull.yield(.time) }
                    }
                }
                group.addTask {
                    // One reading after the other: an older one must not be put to use after a newer one.
                    var watched: [Watched] = []
                    for part in parts { watched.append(await Watched(part)) }
                    for await trigger in triggers { await look(&watched, trigger) }
                }
            }
        }
    }

    private func look(_ watched: inout [Watched], _ trigger: Trigger) async {
        var due: [Int] = []
        for index in watched.indices {
            let stamps = await watched[index].stamps()
            if watched[index].changes.look(stamps) || trigger == .hangup { due.append(index) }
        }
        guard !due.isEmpty else { return }
        manager.tell(.reloading)
        for index in due { await reload(&watched[index], isAsked: trigger == .hangup) }
        manager.tell(.reloaded)
    }

    private func reload(_ watched: inout Watched, isAsked: Bool) async {
        let stamps = await watched.stamps()
        do {
            try await NIOThreadPool.singleton.runIfActive(watched.part.reload)
            watched.changes.wereRead(stamps)
            watched.problem = nil
            logger.notice("read again", metadata: ["part": "\(watched.part.name)"])
        } catch {
            let problem = "\(StartupError.explaining(error))"
            guard isAsked || problem != watched.problem else { return }
            watched.problem = problem
            logger.error("not usable, the former goes on", metadata: ["part": "\(watched.part.name)", "cause": "\(problem)"])
        }
    }
}
