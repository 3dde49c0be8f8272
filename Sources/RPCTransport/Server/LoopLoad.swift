import NIOCore
import RPC

/// What one loop of a server has on its hands, and so which calls it takes. Belongs to that loop.
final class LoopLoad {
    /// A call that is not answered in the pass that began it.
    struct Beside: Sendable {
        let handlerIndex: Int
        let startedAt: NIODeadline
        /// Whose stream it is, by certificate; nil for a unary call. A stream lasts as long as its caller likes: how long says nothing
        /// of a queue.
        let streamOf: [UInt8]?
    }

    /// What becomes of a call that wants to begin.
    enum Admittance {
        case admitted
        /// The loop came to it too late: as it does to all that its connection still has in this pass.
        case late
        /// Too many like it are in flight.
        case full
    }

    /// Asked by whoever would otherwise end the server that cannot answer.
    private static let neverShed = "grpc.health.v1.Health"

    /// What a caller is told for whom there is no room, but for when to come back.
    static let refusal = WireReason.serverOverloaded.error("The server has more calls than it can answer in time; send this one later.")

    private let callsMax: Int
    private let streamsPerCallerMax: Int
    private let isNeverShed: [Bool]
    private let answers: [ByteBuffer]
    private var nextAnswer = 0
    private var lastArrival: UInt64 = 0
    private let onPassEnd: () -> Void
    private var pass: LoopPass
    private var limits: [ConcurrencyLimit]
    private var unaryCount = 0
    /// Counted apart: whoever holds streams open and says nothing must not shut out everybody's calls.
    private var streamCount = 0
    /// By certificate.
    private var streamCounts: [[UInt8]: Int] = [:]

    /// - Parameter random: 0 ..< 1; spreads the delays that refused callers are asked to wait.
    /// - Parameter onPassEnd: called when the loop has been to every socket that had something.
    init(methods: MethodTable, limits: Limits, random: () -> Double, onPassEnd: @escaping () -> Void = {}) {
        callsMax = limits.callsPerLoopMax
        streamsPerCallerMax = limits.streamsPerCallerMax
        isNeverShed = methods.handlers.map { $0.descriptor.service == Self.neverShed }
        self.onPassEnd = onPassEnd
        pass = LoopPass(limits: limits)
        self.limits = Array(repeating: ConcurrencyLimit(limits: limits), count: methods.handlers.count)
        answers = (0..<16).map { _ in
            var error = Self.refusal
            error.retryAfter = limits.overloadRetryDelay * (0.5 + random())
            return error.encodedResponse(limits: limits)
        }
    }

    /// The loop comes to a connection that has something.
    func reach(on loop: any EventLoop, now: NIODeadline) {
        // A loop runs its tasks when it has been to every socket that was ready.
        if !pass.isUnderWay { loop.assumeIsolated().execute { [self] in end() } }
        pass.reach(now: now)
    }

    private func end() {
        pass.end()
        onPassEnd()
    }

    /// The number of a piece of bytes.
    func nextArrival() -> UInt64 {
        lastArrival += 1
        return lastArrival
    }

    /// Whether a call may begin.
    func admit(_ call: Beside, reachedAt: NIODeadline, now: NIODeadline) -> Admittance {
        if isNeverShed[call.handlerIndex] { return .admitted }
        guard pass.admits(reachedAt: reachedAt, now: now) else { return .late }
        guard let caller = call.streamOf else { return unaryCount < callsMax && limits[call.handlerIndex].hasRoom ? .admitted : .full }
        return streamCount < callsMax && streamCounts[caller, default: 0] < streamsPerCallerMax ? .admitted : .full
    }

    /// Whether a request may be refused for being late without being read: not one of a service that is never shed, nor one that does not
    /// begin as all encoders begin, with its service's name.
    func mayRefuseUnread(_ envelope: ByteBuffer) -> Bool {
        envelope.withUnsafeReadableBytes { bytes in
            guard bytes.count > 2, bytes[0] == RequestEnvelope.serviceTag else { return false }
            return !(Int(bytes[1]) == Self.neverShed.utf8.count && bytes.dropFirst(2).starts(with: Self.neverShed.utf8))
        }
    }

    /// The call goes on beside the loop.
    func began(_ call: Beside) {
        if let caller = call.streamOf {
            streamCount += 1
            return streamCounts[caller, default: 0] += 1
        }
        unaryCount += 1
        limits[call.handlerIndex].began()
    }

    func ended(_ call: Beside, now: NIODeadline) {
        if let caller = call.streamOf {
            streamCount -= 1
            let left = streamCounts[caller, default: 1] - 1
            return streamCounts[caller] = left == 0 ? nil : left
        }
        unaryCount -= 1
        limits[call.handlerIndex].ended(after: now - call.startedAt, now: now)
    }

    /// What a refused call is answered: written beforehand, for refusing must cost next to nothing.
    func answer() -> ByteBuffer {
        nextAnswer = (nextAnswer + 1) % answers.count
        return answers[nextAnswer]
    }
}

extension MethodKind {
    var isUnary: Bool { !streamsRequests && !streamsResponses }
}
