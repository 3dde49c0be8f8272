internal import ProtobufJSON
public import RPC
internal import RPCServices

/// Asks a server for its health, and shows what it says.
public struct HealthReport: Sendable {
    private let client: HealthClient
    private let options: CallOptions
    private let console: Console
    private let isJSON: Bool

    /// Asks through the caller.
    public init(_ caller: any RPCCaller, options: CallOptions, console: Console, isJSON: Bool) {
        client = HealthClient(caller)
        self.options = options
        self.console = console
        self.isJSON = isJSON
    }

    /// Everything the server has a status of, as a table; the exit status is that of the server as a whole. A server without List is asked
    /// only for that.
    ///
    /// - Throws: `RPCError`.
    public func list() async throws -> Int32 {
        let response: HealthListResponse
        do {
            response = try await client.list(HealthListRequest(), options: options)
        } catch let error as RPCError where error.code == .unimplemented {
            return try await check("")
        }
        if isJSON {
            console.write(try MessageJSON.text(response))
        } else {
            var table = Table(["NAME", "STATUS"])
            for (name, answer) in response.statuses.sorted(by: { $0.key < $1.key }) {
                table.add([name.isEmpty ? "(the server)" : name, answer.status.name])
            }
            console.write(table.text(width: console.width))
        }
        return Self.exitStatus(response.statuses[""]?.status ?? .unknown)
    }

    /// One service or condition; the empty name is the server as a whole.
    ///
    /// - Throws: `RPCError`.
    public func check(_ name: String) async throws -> Int32 {
        let response = try await client.check(HealthCheckRequest(service: name), options: options)
        console.write(try line(response))
        return Self.exitStatus(response.status)
    }

    /// A line at once and for every change, until the server stops, time is up or the task is cancelled; the exit status is of the last line.
    ///
    /// - Throws: `RPCError`, unless there was a line.
    public func watch(_ name: String) async throws -> Int32 {
        try await client.watch(HealthCheckRequest(service: name), options: options) { responses in
            var last: HealthBoard.Status?
            do {
                for try await response in responses {
                    last = response.status
                    console.write(try line(response))
                    if console.isReaderGone() { break }
                }
            } catch {
                guard last != nil, Task.isCancelled || (error as? RPCError)?.code == .deadlineExceeded else { throw error }
            }
            return Self.exitStatus(last ?? .unknown)
        }
    }

    private func line(_ response: HealthCheckResponse) throws -> String {
        isJSON ? try MessageJSON.value(response).text() + "\n" : response.status.name + "\n"
    }

    private static func exitStatus(_ status: HealthBoard.Status) -> Int32 {
        status == .serving ? ExitStatus.success : ExitStatus.notServing
    }
}
