public import InvitationAPI
internal import RPC

/// A school's events as lines, to the last one, and from there on as they happen. (R38)
public struct EventFollowing: Sendable {
    /// How a command is to go about it.
    public struct Options: Sendable {
        /// The sequence number to go on after.
        public var after: Int64
        /// Events a call; 0 leaves it to the service.
        public var pageSize: Int32
        /// Waits for more at the end, and for a daemon that does not answer.
        public var isFollowing: Bool
        /// Between looking for more.
        public var interval: Duration
        /// JSON Lines instead of lines for people.
        public var isJSON: Bool

        /// Everything there is, once.
        public init(
            after: Int64 = 0, pageSize: Int32 = 0, isFollowing: Bool = false, interval: Duration = .seconds(2), isJSON: Bool = false
        ) {
            self.after = after
            self.pageSize = pageSize
            self.isFollowing = isFollowing
            self.interval = interval
            self.isJSON = isJSON
        }
    }

    private let options: Options
    private let console: Console
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter sleep: waits; throws when the task is cancelled.
    public init(
        _ options: Options, console: Console,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.options = options
        self.console = console
        self.sleep = sleep
    }

    /// Writes events until there are no more; when following, until the task is cancelled or nobody reads. Answers the exit status.
    ///
    /// - Throws: `RPCError`; when following, only one that waiting does not mend.
    public func run(
        school id: String, call: (ListSchoolEventsRequest) async throws -> ListSchoolEventsResponse
    ) async throws -> Int32 {
        var cursor = EventCursor(after: options.after)
        var outage = Outage(interval: options.interval)
        while !isOver {
            let answer: ListSchoolEventsResponse
            do {
                answer = try await call(ListSchoolEventsRequest(schoolID: id, afterSequence: cursor.after, pageSize: options.pageSize))
            } catch let error as RPCError where options.isFollowing && (Task.isCancelled || Outage.mayPass(error)) {
                if isOver { break }
                if let notice = outage.began(error) { console.writeError(notice) }
                await wait(outage.nextWait())
                continue
            }
            if let notice = outage.ended() { console.writeError(notice) }
            let step = cursor.take(answer)
            if let forgotten = step.forgotten {
                console.writeError("Events \(forgotten.lowerBound) to \(forgotten.upperBound) are no longer kept, and are missing here.\n")
            }
            for event in step.events { console.write(options.isJSON ? try event.jsonLine() : event.line) }
            if step.isAtEnd {
                guard options.isFollowing else { break }
                await wait(options.interval)
            }
        }
        if Task.isCancelled { console.writeError("Go on with --after \(cursor.after).\n") }
        return ExitStatus.success
    }

    /// Whether nobody wants more, or nobody would get it.
    private var isOver: Bool { Task.isCancelled || console.isReaderGone() || console.outputLost() != nil }

    /// Ends early when the task is cancelled, which the loop then sees.
    private func wait(_ duration: Duration) async { try? await sleep(duration) }
}
