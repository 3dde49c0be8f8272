import NIOCore

/// One timer for all deadlines of a connection: armed for the earliest, never moved later before it fires.
///
/// Arming per call would cost more than the call. It may fire early, when the call it was armed for is long answered; whoever
/// is called then asks its state machine what is due. The loop calls the handler itself: a scheduled task would bring a promise and three closures
/// to each connection that waits.
struct DeadlineTimer {
    private var scheduled: (at: NIODeadline, callback: NIOScheduledCallback)?

    /// Calls `handler` at `deadline` or earlier; never on a loop that has ended. The handler then says so with `fired`.
    mutating func arm(_ deadline: NIODeadline?, on eventLoop: any EventLoop, for handler: some NIOScheduledCallbackHandler) {
        guard let deadline, deadline < scheduled?.at ?? .distantFuture else { return }
        scheduled?.callback.cancel()
        let callback = try? eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: handler)
        scheduled = callback.map { (deadline, $0) }
    }

    mutating func fired() { scheduled = nil }

    mutating func disarm() {
        scheduled?.callback.cancel()
        scheduled = nil
    }
}
