internal import Glibc

/// A thread of our own, joined by its owner: for work that blocks, which neither the cooperative pool nor a loop may do.
final class WorkerThread: Sendable {
    private let id: pthread_t

    /// Precondition: the process may have one more thread; without it nothing here can work.
    init(_ body: @escaping @Sendable () -> Void) {
        var id = pthread_t()
        let context = Unmanaged.passRetained(ThreadBody(body))
        let code = pthread_create(
            &id, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        precondition(code == 0, "no thread could be made")
        self.id = id
    }

    /// Blocks until the body has returned.
    func join() { pthread_join(id, nil) }
}

private final class ThreadBody: Sendable {
    private let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    func run() { body() }
}
