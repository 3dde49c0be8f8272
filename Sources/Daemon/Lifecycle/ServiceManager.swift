internal import Glibc
internal import Synchronization

/// The service manager that started the daemon, if one did: it is told how the daemon fares, over the socket it named.
///
/// Source: sd_notify(3), the protocol of `$NOTIFY_SOCKET`: one datagram of `NAME=value` lines. A notice that cannot be delivered is
/// lost: the daemon serves all the same.
final class ServiceManager: Sendable {
    /// What a manager can be told.
    enum Notice: Sendable {
        case ready
        /// Files are being read again, and were. Neither is told of a daemon that is not ready, which a manager would take it to be.
        case reloading
        case reloaded
        /// It is not ready any more.
        case stopping
        /// The event loops turn.
        case alive
    }

    /// How often it wants to hear that the daemon is alive; nil: never.
    let watchdogPeriod: Duration?
    private let socketPath: String?
    private let isReady = Atomic(false)

    /// - Parameter environment: by name, for `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    init(environment: (String) -> String?, processID: Int32 = getpid()) {
        socketPath = environment("NOTIFY_SOCKET").flatMap { $0.isEmpty ? nil : $0 }
        let isForUs = environment("WATCHDOG_PID").map { $0 == String(processID) } ?? true
        let microseconds = environment("WATCHDOG_USEC").flatMap(Int64.init) ?? 0
        watchdogPeriod = isForUs && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Tells it. Never blocks.
    func tell(_ notice: Notice) {
        if let words = words(for: notice) { send(words) }
    }

    /// What to send, if it is to be told.
    func words(for notice: Notice) -> String? {
        switch notice {
        case .ready:
            isReady.store(true, ordering: .releasing)
            return Self.serving
        case .reloading:
            return isReady.load(ordering: .acquiring) ? "RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds())" : nil
        case .reloaded:
            return isReady.load(ordering: .acquiring) ? Self.serving : nil
        case .stopping:
            isReady.store(false, ordering: .releasing)
            return "STOPPING=1\nSTATUS=Draining"
        case .alive: return "WATCHDOG=1"
        }
    }

    private static let serving = "READY=1\nSTATUS=Serving"

    private func send(_ text: String) {
        guard let socketPath, let (address, length) = Self.address(of: socketPath) else { return }
        let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var text = text
        text.withUTF8 { bytes in
            withUnsafePointer(to: address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    _ = sendto(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL), address, length)
                }
            }
        }
    }

    /// A path, or a name in the abstract space, which is written with `@` and begins with a NUL.
    private static func address(of path: String) -> (sockaddr_un, socklen_t)? {
        var bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: "@") else { return nil }
        var address = sockaddr_un()
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        let isAbstract = bytes[0] == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let nameOffset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return (address, socklen_t(nameOffset + bytes.count + (isAbstract ? 0 : 1)))
    }

    private static func monotonicMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
