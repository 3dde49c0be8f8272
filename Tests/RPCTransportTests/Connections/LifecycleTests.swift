import Logging
import NIOCore
import NIOPosix
import RPC
import Testing

@testable import RPCTransport

/// Starting, connecting and draining a server, in every order.
@Suite struct LifecycleTests {
    enum Step: Character, CaseIterable {
        case start = "s"
        case connect = "c"
        case drain = "d"
    }

    /// All orders of the three, one after another; and each pair at once, before and after the third.
    static let orders: [[[Step]]] = {
        let all = Step.allCases
        var orders: [[[Step]]] = []
        for first in all {
            let rest = all.filter { $0 != first }
            orders.append([[first], [rest[0]], [rest[1]]])
            orders.append([[first], [rest[1]], [rest[0]]])
            orders.append([[first], rest])
            orders.append([rest, [first]])
        }
        orders.append([all])
        orders.append([[.start], [.connect], [.drain], [.connect], [.drain], [.start]])
        orders.append([[.drain], [.drain], [.start], [.start]])
        orders.append([[.start], [.start, .connect], [.drain, .drain], [.connect]])
        return orders
    }()

    /// A free port: bound once and let go, so that clients know it before the server listens.
    private static func freePort(_ group: any EventLoopGroup) async throws -> Int {
        let channel = try await ServerBootstrap(group: group).serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close().get()
        return port
    }

    @Test(
        "#175, #130: start, connect and drain in every order end the server, answer or refuse every call, and leave nothing",
        arguments: orders.indices)
    func order(_ index: Int) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let port = try await Self.freePort(group)
        let server = RPCServer(
            host: "127.0.0.1", port: port,
            services: ServerServices(
                services: [KindsService()], limits: Limits { $0.drainLinger = .milliseconds(20) }, group: group,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, makeCorrelationID: { "" }),
            group: group, security: { _ in })
        for steps in Self.orders[index] {
            await withTaskGroup(of: Void.self) { tasks in
                for step in steps { tasks.addTask { await Self.perform(step, server, port, group) } }
            }
        }
        await server.drain(gracePeriod: .seconds(5))
        try await server.run()
        #expect(server.connectionCount == 0)
        await #expect(throws: CancellationError.self) { try await server.start() }
        try await group.shutdownGracefully()
    }

    private static func perform(_ step: Step, _ server: RPCServer, _ port: Int, _ group: any EventLoopGroup) async {
        switch step {
        case .start: _ = try? await server.start()
        case .drain: await server.drain(gracePeriod: .seconds(5))
        case .connect:
            do {
                let client = try await ClientConnection.connect(host: "127.0.0.1", port: port, on: group.next(), security: nil)
                let answer = try await client.unary(KindsService.echo, ByteBuffer(string: "a"), options: CallOptions())
                #expect(answer == ByteBuffer(string: "a"))
                await client.close()
            } catch let error as RPCError {
                #expect(error.code == .unavailable, "\(error)")
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test("Calls that cross a drain are answered or refused as DRAINING: none is lost, on no connection, busy or idle")
    func crossing() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let server = RPCServer(
            host: "127.0.0.1", port: 0,
            services: ServerServices(
                services: [KindsService()], limits: Limits { $0.drainLinger = .milliseconds(200) }, group: group,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, makeCorrelationID: { "" }),
            group: group, security: { _ in })
        let port = try await server.start().port ?? 0
        let outcomes = try await withThrowingTaskGroup(of: Set<String>.self) { tasks in
            for _ in 0..<8 {
                let client = try await ClientConnection.connect(host: "127.0.0.1", port: port, on: group.next(), security: nil)
                _ = try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
                tasks.addTask {
                    var seen: Set<String> = []
                    while !seen.contains("DRAINING") {
                        do {
                            _ = try await client.unary(KindsService.echo, ByteBuffer(), options: CallOptions())
                            seen.insert("OK")
                        } catch let error as RPCError {
                            #expect(error.wasNotExecuted)
                            seen.insert(error.reason ?? "-")
                            if error.reason != "DRAINING" { break }
                        }
                    }
                    return seen
                }
            }
            tasks.addTask {
                await server.drain(gracePeriod: .seconds(5))
                return []
            }
            return try await tasks.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(outcomes.isSubset(of: ["OK", "DRAINING"]))
        #expect(outcomes.contains("DRAINING"))
        #expect(server.connectionCount == 0)
        try await group.shutdownGracefully()
    }

    @Test("Connections of one address are limited at n-1, n and n+1, and make room when they go", arguments: [1, 2, 3])
    func perAddress(count: Int) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let lines = LogLines()
        let server = RPCServer(
            host: "127.0.0.1", port: 0,
            services: ServerServices(
                services: [KindsService()], limits: Limits { $0.connectionsPerAddressMax = 2 }, group: group, logger: lines.logger,
                makeCorrelationID: { "" }), group: group, security: { _ in })
        let port = try await server.start().port ?? 0
        func call(_ client: ClientConnection) async -> String {
            do {
                return String(buffer: try await client.unary(KindsService.echo, ByteBuffer(string: "ok"), options: CallOptions()))
            } catch {
                return (error as? RPCError)?.code.description ?? "-"
            }
        }
        var clients: [ClientConnection] = []
        for number in 1...count {
            let client = try await ClientConnection.connect(host: "127.0.0.1", port: port, on: group.next(), security: nil)
            clients.append(client)
            #expect(await call(client) == (number <= 2 ? "ok" : "UNAVAILABLE"))
        }
        #expect(lines.all.count { $0.contains("limit=CONNECTIONS_PER_ADDRESS") } == (count > 2 ? 1 : 0))
        for client in clients { await client.close() }
        var answer = ""
        while answer != "ok" {
            let next = try await ClientConnection.connect(host: "127.0.0.1", port: port, on: group.next(), security: nil)
            answer = await call(next)
            await next.close()
        }
        await server.drain(gracePeriod: .zero)
        try await group.shutdownGracefully()
    }
}
