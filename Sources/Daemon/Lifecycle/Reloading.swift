internal import Logging
internal import NIOPosix
internal import ServiceLifecycle
internal import UnixSignals

/// Something read from files that may be read again while the daemon runs.
struct ReloadablePart: Sendable {
    /// For the log: `certificates`.
    let name: String
    let files: [String]
    /// Reads and checks the files, and puts to use what is in them, or throws and changes nothing. Blocks.
    let reload: @Sendable () throws -> Void
}

/// Reads certificates, trust and roles again at SIGHUP, and by itself when their files have changed.
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

    func run() async throws {
        // The stamps are older than the files' contents may be: then they are read once too often, which changes nothing.
        let stamps = parts.map { $0.files.map(FileChanges.Stamp.init(of:)) }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in hangups { await reload(parts) }
                }
                if period > .zero { group.addTask { await watch(stamps) } }
            }
        }
    }

    private func watch(_ stamps: [[FileChanges.Stamp?]]) async {
        var changes = stamps.map(FileChanges.init)
        while (try? await Task.sleep(for: period)) != nil {
            var changed: [ReloadablePart] = []
            for (index, part) in parts.enumerated() where changes[index].look(part.files.map(FileChanges.Stamp.init(of:))) {
                changed.append(part)
            }
            if !changed.isEmpty { await reload(changed) }
        }
    }

    private func reload(_ parts: [ReloadablePart]) async {
        manager.tell(.reloading)
        for part in parts {
            do {
                try await NIOThreadPool.singleton.runIfActive(part.reload)
                logger.notice("read again", metadata: ["part": "\(part.name)"])
            } catch {
                let cause = StartupError.explaining(error)
                logger.error("not usable, the former goes on", metadata: ["part": "\(part.name)", "cause": "\(cause)"])
            }
        }
        manager.tell(.ready(status: InvitationDaemon.servingStatus))
    }
}
