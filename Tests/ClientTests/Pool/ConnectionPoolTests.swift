import NIOCore
import RPC
import Synchronization
import Testing

@testable import InvitationClient

@Suite("A pool under many tasks", .timeLimit(.minutes(1)))
struct ConnectionPoolTests {
    /// Counts its calls, and takes no more once `callsMax` were made on it, as a server that drains.
    final class FakeConnection: PoolConnection {
        private let state = Mutex((calls: 0, running: 0, mostAtOnce: 0))
        private let ended = Gate()
        private let callsMax: Int

        init(callsMax: Int) { self.callsMax = callsMax }

        var acceptsCalls: Bool { state.withLock { $0.calls < callsMax } }
        var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }
        func drain() async { ended.open() }
        func close() async { ended.open() }
        func closed() async { await ended.pass() }

        func unary(_ method: MethodDescriptor, _ request: ByteBuffer, options: CallOptions) async throws -> ByteBuffer {
            let isRefused = state.withLock { state in
                state.calls += 1
                state.running += 1
                state.mostAtOnce = max(state.mostAtOnce, state.running)
                return state.calls > callsMax
            }
            defer { state.withLock { $0.running -= 1 } }
            await Task.yield()
            if isRefused { throw WireReason.draining.error("draining") }
            if Task.isCancelled { throw WireReason.cancelled.error("cancelled") }
            return request
        }

        func withStream<Result: Sendable>(
            _ method: MethodDescriptor, first: ByteBuffer?, options: CallOptions, _ body: @Sendable (ClientStream) async throws -> Result
        ) async throws -> Result { throw WireReason.unknownMethod.error("no streams here") }
    }

    private let method = MethodDescriptor(service: "s", method: "m", kind: .unary)

    @Test(
        "Draining connections, failing attempts and cancelled callers lose no call and break no limit",
        arguments: 1...10 as ClosedRange<UInt64>)
    func hammer(seed: UInt64) async throws {
        let random = Mutex(LinearCongruential(state: seed))
        let connections = Mutex<[FakeConnection]>([])
        let environment = PoolEnvironment(
            connect: { _ in
                await Task.yield()
                guard random.withLock({ $0.next() % 4 > 0 }) else { throw WireReason.notConnected.error("refused") }
                let connection = FakeConnection(callsMax: Int(random.withLock { $0.next() % 40 }) + 1)
                connections.withLock { $0.append(connection) }
                return connection
            },
            now: { .zero },
            // Waits between attempts take no time; timeouts never come.
            sleep: { duration in duration > .seconds(5) ? try await Task.sleep(for: duration) : await Task.yield() },
            jitter: { 0 })
        var configuration = ClientConfiguration(
            host: "h", port: 1, trustRootsFile: "", certificateFile: "", privateKeyFile: "")
        configuration.pool = PoolLimits(connectionsMax: 3, callsPerConnectionMax: 4, waitersMax: 1000)
        configuration.retry = RetryPolicy(attemptsMax: 200, backoff: Backoff(initial: .milliseconds(1), maximum: .milliseconds(1)))
        let client = InvitationClient(configuration: configuration, environment: environment)
        try await withRunning(client) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        if number % 5 == 0 {
                            let call = Task { try await client.caller.unary(method, ByteBuffer(integer: number), options: CallOptions()) }
                            call.cancel()
                            _ = try? await call.value
                        } else {
                            let answer = try await client.caller.unary(method, ByteBuffer(integer: number), options: CallOptions())
                            #expect(answer == ByteBuffer(integer: number))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(connections.withLock { $0.allSatisfy { $0.mostAtOnce <= 4 } })
    }

    @Test("A client whose task is cancelled closes its connections, and calls that wait fail")
    func cancellation() async throws {
        let connecting = Gate()
        let environment = PoolEnvironment(
            connect: { _ in
                connecting.open()
                try await Task.sleep(for: .seconds(3600))
                return FakeConnection(callsMax: 1)
            },
            now: { .zero }, sleep: { try await Task.sleep(for: $0) }, jitter: { 0 })
        let client = InvitationClient(
            configuration: ClientConfiguration(host: "h", port: 1, trustRootsFile: "", certificateFile: "", privateKeyFile: ""),
            environment: environment)
        let running = Task { await client.run() }
        let call = Task { try await client.caller.unary(method, ByteBuffer(), options: CallOptions()) }
        await connecting.pass()
        running.cancel()
        await running.value
        await #expect(throws: PoolStateMachine.shutDownError) { try await call.value }
    }
}
