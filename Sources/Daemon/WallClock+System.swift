internal import Invitations

#if canImport(Glibc)
    internal import Glibc
#endif

extension WallClock {
    /// The system's, in UTC.
    static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
