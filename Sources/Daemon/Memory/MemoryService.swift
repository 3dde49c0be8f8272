internal import ServiceLifecycle

/// Gives memory back whenever work is over: after the start, and after an import or a morning's mail as well.
struct MemoryService: Service {
    /// How often the process looks at itself.
    static let period = Duration.seconds(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var quiet = Quiet(used: ResidentMemory.processorTime)
            while (try? await Task.sleep(for: Self.period)) != nil {
                guard quiet.begins(used: ResidentMemory.processorTime) else { continue }
                ResidentMemory.giveBack()
                quiet.forgets(until: ResidentMemory.processorTime)
            }
        }
    }
}
