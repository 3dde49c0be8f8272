internal import Synchronization

/// Whether the caller at the other end of a connection is still there: asked on any thread, ended by the connection.
///
/// A task is cancelled when its caller goes. A call that waits without a task, for a commit say, asks this before it begins.
public final class CallerPresence: Sendable {
    private let hasLeft = Atomic(false)

    /// There, until `leave`.
    public init() {}

    /// False once nobody is left to read the answer.
    public var isThere: Bool { !hasLeft.load(ordering: .relaxed) }

    /// The connection is over.
    public func leave() { hasLeft.store(true, ordering: .relaxed) }
}
