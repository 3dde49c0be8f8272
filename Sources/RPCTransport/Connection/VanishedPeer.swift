import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// Socket options by which the kernel notices a peer that vanished without a word: a host that lost power, a dropped NAT entry.
///
/// Without them such a connection stays open for a quarter of an hour when something is written, and for ever when nothing is. An
/// idle one is probed after a minute and given up a minute later; data that nobody acknowledges is given up after a minute (RFC 5482).
enum VanishedPeer {
    private static let idleSeconds: SocketOptionValue = 60
    private static let probeSeconds: SocketOptionValue = 15
    private static let probesMax: SocketOptionValue = 4
    private static let unacknowledgedMilliseconds: SocketOptionValue = 60_000

    /// Option and value, for a bootstrap's channels.
    static let options: [(ChannelOptions.Types.SocketOption, SocketOptionValue)] = [
        (.init(level: .socket, name: .so_keepalive), 1),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPIDLE)), idleSeconds),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPINTVL)), probeSeconds),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPCNT)), probesMax),
        (.init(level: .tcp, name: .init(rawValue: TCP_USER_TIMEOUT)), unacknowledgedMilliseconds),
    ]
}
