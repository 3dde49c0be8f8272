import NIOCore

/// How long one connection of a server may live and wait: the clocks of the connection itself, not of its calls.
///
/// A peer that says nothing, a connection nobody uses and one that is old are all ended in the same way: the connection drains. It
/// takes no new calls and says so to each that still comes (DRAINING, certainly not executed), and it stays for `drainLinger` after
/// its last call, so that a call which crosses the end on its way meets an answer and not a closed socket.
struct ConnectionLife {
    enum Ending {
        /// Write what is written, and close.
        case finish
        /// Close at once.
        case cut(ConnectionFault)
    }

    private let shared: SharedLimits
    /// 0 ..< 1: where within the jitter this connection's age ends.
    private let ageDraw: Double
    private(set) var isDraining = false
    private var isOpen = false
    private var firstByteDeadline: NIODeadline?
    private var frameDeadline: NIODeadline?
    private var ageDeadline: NIODeadline?
    /// While no call is in flight: when that has lasted long enough.
    private var quietDeadline: NIODeadline?

    init(limits: SharedLimits, ageDraw: Double) {
        shared = limits
        self.ageDraw = ageDraw
    }

    private var limits: Limits { shared.value }

    /// When to call `expire`, at the latest.
    var nextDeadline: NIODeadline? {
        let waiting = earlier(frameDeadline, quietDeadline)
        return isDraining ? waiting : earlier(waiting, earlier(firstByteDeadline, ageDeadline))
    }

    /// The peer may begin to speak.
    mutating func opened(now: NIODeadline) {
        if isOpen { return }
        isOpen = true
        firstByteDeadline = now + TimeAmount(limits.firstByteTimeout)
        ageDeadline = now + TimeAmount(limits.connectionAgeMax * (1 - limits.connectionAgeJitter * ageDraw))
        becameQuiet(now: now)
    }

    /// The peer has said something.
    mutating func heard() { firstByteDeadline = nil }

    /// A frame is complete, or thrown away.
    mutating func frameEnded() { frameDeadline = nil }

    /// A part of a frame is there, and we read for the rest. nil: there is none, or it is we who do not read.
    mutating func setIncomplete(now: NIODeadline?) {
        guard let now else {
            frameDeadline = nil
            return
        }
        if frameDeadline == nil { frameDeadline = now + TimeAmount(limits.frameTimeout) }
    }

    /// A call is in flight.
    mutating func becameBusy() { quietDeadline = nil }

    /// No call is in flight; a request was refused, or the last handler has ended.
    mutating func becameQuiet(now: NIODeadline) {
        if isDraining {
            // A peer that goes on asking does not prolong it.
            if quietDeadline == nil { quietDeadline = now + TimeAmount(limits.drainLinger) }
        } else if isOpen {
            quietDeadline = now + TimeAmount(limits.idleTimeout)
        }
    }

    mutating func drain(now: NIODeadline, isQuiet: Bool) {
        if isDraining { return }
        isDraining = true
        quietDeadline = nil
        if isQuiet { becameQuiet(now: now) }
    }

    /// What is due at `now`.
    mutating func expire(now: NIODeadline, isQuiet: Bool) -> Ending? {
        func isDue(_ deadline: NIODeadline?) -> Bool { deadline.map { $0 <= now } ?? false }
        if isDue(frameDeadline) { return .cut(.frameTimeout) }
        if !isDraining, isDue(firstByteDeadline) || isDue(ageDeadline) || isDue(quietDeadline) { drain(now: now, isQuiet: isQuiet) }
        return isDraining && isDue(quietDeadline) ? .finish : nil
    }
}

/// Why a server closes a connection without another word; for the log.
public enum ConnectionFault: String, Sendable, Hashable, CaseIterable {
    /// The first byte of a header is not zero.
    case notTTRPC = "NOT_TTRPC"
    /// A frame began and was not complete in time.
    case frameTimeout = "FRAME_TIMEOUT"
    /// A too large frame was not over in time.
    case discardTimeout = "DISCARD_TIMEOUT"
}

/// The earlier of two instants that may not be.
func earlier(_ first: NIODeadline?, _ second: NIODeadline?) -> NIODeadline? {
    guard let first, let second else { return first ?? second }
    return min(first, second)
}
