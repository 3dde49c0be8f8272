#if canImport(Glibc)
    internal import Glibc
#endif

/// The socket that a service manager bound for the daemon, so that calls wait in its queue while the daemon restarts.
///
/// Source: sd_listen_fds(3): `LISTEN_PID` is us, `LISTEN_FDS` counts descriptors from 3 on.
enum ActivatedSocket {
    private static let first: CInt = 3

    /// The one there is; nil when the daemon was started without. Throws `StartupError` for several, and for one that no call can come
    /// through. Takes the variables away, so that they mean no child.
    static func take(environment: (String) -> String?, processID: Int32 = getpid()) throws -> CInt? {
        guard environment("LISTEN_PID") == String(processID), let count = environment("LISTEN_FDS").flatMap(Int.init), count > 0 else {
            return nil
        }
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        guard count == 1 else {
            throw StartupError(.configuration, "The service manager passed \(count) sockets; the daemon listens on one.")
        }
        guard option(SO_TYPE, of: first) == CInt(SOCK_STREAM.rawValue), option(SO_ACCEPTCONN, of: first) == 1 else {
            throw StartupError(.configuration, "What the service manager passed is no listening stream socket: use ListenStream=.")
        }
        guard fcntl(first, F_SETFD, FD_CLOEXEC) == 0 else {
            throw StartupError(.unavailable, "The passed socket cannot be used: \(String(cString: strerror(errno))).")
        }
        return first
    }

    private static func option(_ name: CInt, of descriptor: CInt) -> CInt? {
        var value: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }
}
