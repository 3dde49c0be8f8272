import Synchronization

/// The context that a server's next connection gets; replaced while the server runs.
final class TLSContextSlot: Sendable {
    private let slot: Mutex<TLSServerContext>

    init(_ context: TLSServerContext) { slot = Mutex(context) }

    var context: TLSServerContext { slot.withLock { $0 } }

    func replace(with context: TLSServerContext) { slot.withLock { $0 = context } }
}
