import NIOCore

/// One timer for all deadlines of a connection: armed for the earliest, never moved later before it fires.
///
/// Arming per call would cost more than the call. It may fire early, when the call it was armed for is long answered; whoever
/// is called then asks its state machine what is due.
final class DeadlineTimer {
    private let eventLoop: any EventLoop
    private let onFire: () -> Void
    private var scheduled: (at: NIODeadline, task: Scheduled<Void>)?

    init(eventLoop: any EventLoop, onFire: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.onFire = onFire
    }

    /// Fires at `deadline` or earlier.
    func arm(_ deadline: NIODeadline?) {
        guard let deadline, deadline < scheduled?.at ?? .distantFuture else { return }
        scheduled?.task.cancel()
        let task = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            scheduled = nil
            onFire()
        }
        scheduled = (deadline, task)
    }

    func disarm() {
        scheduled?.task.cancel()
        scheduled = nil
    }
}
