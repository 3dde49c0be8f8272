internal import Metrics
internal import NIOPosix
internal import Observability

#if canImport(Glibc)
    internal import Glibc
#endif

/// The process as its kernel knows it, under the names that Prometheus' own clients use.
struct ProcessMetrics: Sendable {
    private let residentBytes: Gauge
    private let virtualBytes: Gauge
    private let cpuSeconds: Gauge
    private let descriptors: Gauge
    private let threads: Gauge

    static let descriptions: [MetricDescription] = [
        MetricDescription("process.resident.memory", .gauge, unit: "bytes", "Memory in RAM"),
        MetricDescription("process.virtual.memory", .gauge, unit: "bytes", "Address space"),
        MetricDescription("process.cpu", .counter, unit: "seconds", "CPU time, user and system"),
        MetricDescription("process.open.fds", .gauge, "Open file descriptors"),
        MetricDescription("process.max.fds", .gauge, "File descriptors that may be open"),
        MetricDescription("process.threads", .gauge, "Threads"),
        MetricDescription("process.start.time", .gauge, unit: "seconds", "When the process started, in seconds since 1970"),
        MetricDescription("invitation.build.info", .gauge, "1; the labels say which build this is"),
    ]

    init(_ factory: any MetricsFactory) {
        func gauge(_ label: String) -> Gauge { Gauge(label: label, factory: factory) }
        residentBytes = gauge("process.resident.memory")
        virtualBytes = gauge("process.virtual.memory")
        cpuSeconds = gauge("process.cpu")
        descriptors = gauge("process.open.fds")
        threads = gauge("process.threads")
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            gauge("process.max.fds").record(Double(limit.rlim_cur))
        }
        if let status = Self.status() { gauge("process.start.time").record(Self.bootTime() + status.startTicks / Self.ticksPerSecond) }
        let build = [("version", BuildInfo.version), ("swift_version", BuildInfo.swiftVersion)]
        Gauge(label: "invitation.build.info", dimensions: build, factory: factory).record(1)
    }

    /// Reads `/proc`, on a thread that may wait.
    func sample() async {
        try? await NIOThreadPool.singleton.runIfActive { [self] in
            if let status = Self.status() {
                residentBytes.record(status.residentPages * Double(sysconf(Int32(_SC_PAGESIZE))))
                virtualBytes.record(status.virtualBytes)
                cpuSeconds.record(status.cpuTicks / Self.ticksPerSecond)
                threads.record(status.threads)
            }
            descriptors.record(Self.descriptorCount())
        }
    }

    private struct Status {
        var cpuTicks, threads, startTicks, virtualBytes, residentPages: Double
    }

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// `/proc/self/stat`, from behind the command's name, which may hold anything. Source: proc_pid_stat(5), fields 14, 15, 20, 22-24.
    private static func status() -> Status? {
        guard let text = try? readText("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        guard fields.count > 21 else { return nil }
        return Status(
            cpuTicks: fields[11] + fields[12], threads: fields[17], startTicks: fields[19], virtualBytes: fields[20],
            residentPages: fields[21])
    }

    /// Seconds since 1970.
    private static func bootTime() -> Double {
        let line = (try? readText("/proc/stat"))?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }

    /// Without the one that counts.
    private static func descriptorCount() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return max(0, count - 3)
    }
}

/// Which build this is.
enum BuildInfo {
    static let version = "unreleased"

    static var swiftVersion: String {
        #if swift(>=6.4)
            "6.4 or later"
        #elseif swift(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
