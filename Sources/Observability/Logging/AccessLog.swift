internal import NIOCore
public import RPC
internal import Synchronization

/// One line a call, when it has ended: who, what, how it went, how long it took. Never a message, an error's text or metadata of the caller.
/// Calls that nobody was let in for are counted when there are many.
///
/// Its lines have the shape of `JSONLogHandler`'s, and go the same way. They do not pass through swift-log, which would cost a dictionary
/// and a dozen strings a call: everything here is appended to one buffer, with what a method is called worked out beforehand.
public final class AccessLog: Sendable {
    private struct State: ~Copyable {
        var line: [UInt8] = []
        var timestamp = LogTimestamp()
        var refusals = RefusalWindow()
    }

    /// `"method":"…","kind":"…"` of each method.
    private let methods: [[UInt8]]
    /// `OK` … `UNAUTHENTICATED`, by number.
    private let codes: [[UInt8]]
    private let output: LogOutput
    private let now: @Sendable () -> NIODeadline
    private let state = Mutex(State())
    /// What a caller made up is cut to this: a method's name that no method has.
    private static let strangeNameBytesMax = 128

    /// - Parameter methods: in the order of the server's method table.
    public convenience init(methods: [MethodDescriptor], output: LogOutput = .standardError) {
        self.init(methods: methods, output: output, now: { .now() })
    }

    init(methods: [MethodDescriptor], output: LogOutput, now: @escaping @Sendable () -> NIODeadline) {
        self.now = now
        self.methods = methods.map { method in
            var text: [UInt8] = []
            text.append(text: ",\"method\":")
            JSONText.append(method.path, to: &text)
            text.append(text: ",\"kind\":")
            JSONText.append("\(method.kind)", to: &text)
            return text
        }
        codes = (Int32(0)...16).map { Array(StatusCode(rawValue: $0).description.utf8) }
        self.output = output
    }

    /// Writes the call's line. Takes no longer than its bytes do, and waits for nobody.
    public func callEnded(_ call: ObservedCall) {
        state.withLock { state in
            let unlogged = state.refusals.takeCount(now: now())
            let isLogged = call.error == nil || call.admitted != nil || state.refusals.hasLine(now: now())
            guard isLogged || unlogged > 0 else { return }
            var line: [UInt8] = []
            swap(&line, &state.line)
            line.removeAll(keepingCapacity: true)
            if unlogged > 0 {
                begin("calls refused", &line, &state.timestamp)
                line.append(field: ",\"count\":", Int64(unlogged))
                line.append(text: "}\n")
            }
            if isLogged {
                begin("call", &line, &state.timestamp)
                append(call, to: &line)
                line.append(text: "}\n")
            }
            output.write(line, isHurried: false)
            swap(&line, &state.line)
        }
    }

    private func begin(_ message: StaticString, _ line: inout [UInt8], _ timestamp: inout LogTimestamp) {
        line.append(text: "{\"time\":\"")
        timestamp.append(to: &line)
        line.append(text: "\",\"level\":\"info\",\"logger\":\"access\",\"message\":\"")
        line.append(text: message)
        line.append(text: "\"")
    }

    private func append(_ call: ObservedCall, to line: inout [UInt8]) {
        if let index = call.methodIndex { line.append(contentsOf: methods[index]) } else { appendStrangeName(call.error, to: &line) }
        line.append(text: ",\"code\":\"")
        if codes.indices.contains(Int(call.code.rawValue)) {
            line.append(contentsOf: codes[Int(call.code.rawValue)])
        } else {
            line.append(number: Int64(call.code.rawValue))
        }
        line.append(text: "\"")
        if let reason = call.error?.reason { line.append(field: ",\"reason\":", reason) }
        if let id = call.error?.metadata["correlation_id"] { line.append(field: ",\"correlation_id\":", id) }
        line.append(field: ",\"queue_us\":", call.queueing.nanoseconds / 1000)
        line.append(field: ",\"duration_us\":", call.running.nanoseconds / 1000)
        line.append(field: ",\"request_bytes\":", Int64(call.requestBytes))
        line.append(field: ",\"response_bytes\":", Int64(call.responseBytes))
        line.append(field: ",\"peer\":", call.peer.address)
        line.append(field: ",\"stream\":", Int64(call.streamID))
        if let principal = call.admitted?.principal { line.append(field: ",\"principal\":", principal) }
        if let trace = call.trace {
            line.append(text: ",\"trace_id\":\"")
            line.append(hex: trace.traceID.high)
            line.append(hex: trace.traceID.low)
            line.append(text: "\",\"span_id\":\"")
            line.append(hex: trace.spanID)
            line.append(text: "\"")
        }
    }

    /// What was called though it is not there, as far as it became known.
    private func appendStrangeName(_ error: RPCError?, to line: inout [UInt8]) {
        guard let error, error.domain == RPCError.wireDomain, let service = error.metadata["service"] else { return }
        let name = error.metadata["method"].map { "\(service)/\($0)" } ?? service
        line.append(field: ",\"method\":", String(decoding: name.utf8.prefix(Self.strangeNameBytesMax), as: UTF8.self))
    }
}

extension [UInt8] {
    fileprivate mutating func append(field: StaticString, _ value: Int64) {
        append(text: field)
        append(number: value)
    }

    fileprivate mutating func append(field: StaticString, _ value: String) {
        append(text: field)
        JSONText.append(value, to: &self)
    }
}
