import Foundation
import Logging
import NIOCore
import RPC
import Synchronization
import Testing

@testable import Observability

/// Lines as they come out at the other end of a pipe.
@Suite struct LogTests {
    private static let methods = [
        MethodDescriptor(service: "test.Kinds", method: "Echo", kind: .unary),
        MethodDescriptor(service: "test.Kinds", method: "Split", kind: .serverStreaming),
    ]

    private func call(
        _ index: Int? = 0, error: RPCError? = nil, peer: String = "192.0.2.1:9", by name: String? = nil, trace: TraceParent? = nil
    ) -> ObservedCall {
        ObservedCall(
            methodIndex: index, streamID: 5, error: error, queueing: .microseconds(3), running: .microseconds(1234), requestBytes: 10,
            responseBytes: 20, peer: PeerIdentity(subjectAlternativeNames: ["URI:x"], certificateFingerprint: [], address: peer),
            admitted: name.map(Named.init), trace: trace)
    }

    private final class Named: AdmittedIdentity {
        let principal: String

        init(_ principal: String) { self.principal = principal }
    }

    @Test("A call's line has the shape of all lines, and everything that may be known of the call")
    func line() throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let log = AccessLog(methods: Self.methods, output: output)
        log.callEnded(call(by: "portal-backend", trace: TraceParent("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01")))
        log.callEnded(
            call(1, error: WireReason.internalError.error("secret text", metadata: ["correlation_id": "c0ffee", "email": "a@b.example"])))
        let lines = try read(2, pipe, output)
        #expect(
            lines[0].dropFirst(34)
                == """
                ,"level":"info","logger":"access","message":"call","method":"test.Kinds/Echo","kind":"unary","code":"OK","queue_us":3,\
                "duration_us":1234,"request_bytes":10,"response_bytes":20,"peer":"192.0.2.1:9","stream":5,"principal":"portal-backend",\
                "trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"00f067aa0ba902b7"}
                """)
        #expect(lines[0].wholeMatch(of: /\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",.*/) != nil)
        let failed = try object(lines[1])
        #expect(failed["code"] as? String == "INTERNAL" && failed["reason"] as? String == "INTERNAL")
        #expect(failed["correlation_id"] as? String == "c0ffee" && failed["kind"] as? String == "serverStreaming")
        #expect(!lines[1].contains("secret") && !lines[1].contains("example"))
    }

    @Test("A line of a day's work waits for company; a warning is written at once, with what waited", .timeLimit(.minutes(1)))
    func haste() throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, linger: .seconds(3600))
        var log = Logger(label: "test") { JSONLogHandler(label: $0, level: .info, output: output) }
        log.logLevel = .info
        log.warning("zero")
        #expect(!pipe.fileHandleForReading.availableData.isEmpty)
        for _ in 1...500 {
            log.info("one")
            sched_yield()
        }
        var reading = pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&reading, 1, 0) == 0, "written alone")
        log.warning("two")
        let lines = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self).split(separator: "\n")
        #expect(lines.first?.contains("\"one\"") == true)
    }

    @Test(
        "What a peer made up stays within its string: no line ends, no terminal obeys",
        arguments: [
            "a\",\"code\":\"OK", "a\\", "a\nb", "a\r\n{\"time\":1}", "\u{0}\u{1B}[2J\u{7F}\u{85}\u{9B}", "\u{2028}\u{2029}\u{202E}\u{2066}",
            "é漢😀",
            String(decoding: [0x61, 0xFF, 0xC2, 0xE2, 0x80] as [UInt8], as: UTF8.self),
        ])
    func injection(_ hostile: String) throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let log = AccessLog(methods: Self.methods, output: output)
        log.callEnded(
            call(
                nil, error: WireReason.unknownMethod.error("no", metadata: ["service": hostile, "method": "M"]), peer: hostile, by: hostile)
        )
        var logger = Logger(label: hostile) { JSONLogHandler(label: $0, level: .info, output: output) }
        logger[metadataKey: hostile] = "\(hostile)"
        logger.info("\(hostile)")
        let lines = try read(2, pipe, output)
        let access = try object(lines[0])
        #expect(access["method"] as? String == hostile + "/M" && access["peer"] as? String == hostile)
        #expect(access["principal"] as? String == hostile && access["code"] as? String == "UNIMPLEMENTED")
        #expect(try object(lines[1])["message"] as? String == hostile)
        let steering = lines.joined().unicodeScalars.filter { scalar in
            scalar.properties.generalCategory == .control || [0x2028, 0x2029, 0x202E, 0x2066].contains(scalar.value)
        }
        #expect(steering.isEmpty)
    }

    @Test("Numbers are written whole", arguments: [0, 9, 10, 12_345, -1, .max, .min] as [Int64])
    func numbers(_ number: Int64) {
        var line: [UInt8] = []
        line.append(number: number)
        #expect(String(decoding: line, as: UTF8.self) == "\(number)")
    }

    @Test("A name that no method has is cut")
    func strangeName() throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let log = AccessLog(methods: [], output: output)
        let error = WireReason.unknownService.error("no", metadata: ["service": String(repeating: "é", count: 100)])
        log.callEnded(call(nil, error: error))
        log.callEnded(call(nil, error: RPCError(.aborted, reason: nil, "", domain: "invitation.v1", metadata: ["service": "x"])))
        let lines = try read(2, pipe, output)
        #expect((try object(lines[0])["method"] as? String)?.utf8.count == 128)
        #expect(try object(lines[1])["method"] == nil)
    }

    @Test("Calls that nobody is let in for are counted beyond a hundred in ten seconds; who is let in has a line always")
    func refusals() throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let time = Mutex(NIODeadline.uptimeNanoseconds(1))
        let log = AccessLog(methods: Self.methods, output: output, now: { time.withLock { $0 } })
        let refusal = RPCError(.permissionDenied, reason: "CERTIFICATE_UNKNOWN", "No.", domain: "test")
        for _ in 0..<130 { log.callEnded(call(error: refusal)) }
        log.callEnded(call(error: refusal, by: "portal"))
        log.callEnded(call(by: "portal"))
        #expect(try read(102, pipe, output).count == 102)
        time.withLock { $0 = $0 + .seconds(10) - .nanoseconds(1) }
        log.callEnded(call(error: refusal))
        log.callEnded(call(by: "portal"))
        #expect(try read(1, pipe, output).count == 1)
        time.withLock { $0 = $0 + .nanoseconds(1) }
        log.callEnded(call(error: refusal))
        let lines = try read(2, pipe, output).map(object)
        #expect(lines[0]["message"] as? String == "calls refused" && lines[0]["count"] as? Int == 31)
        #expect(lines[1]["reason"] as? String == "CERTIFICATE_UNKNOWN" && lines.count == 2)
    }

    @Test("Lines of many threads are whole, and none is missing")
    func whole() async throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, bytesMax: 64 << 20)
        let log = AccessLog(methods: Self.methods, output: output)
        let logger = Logger(label: "t") { JSONLogHandler(label: $0, level: .info, output: output) }
        async let lines = Task.detached { try self.read(8000, pipe, output) }.value
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<1000 { log.callEnded(self.call()) } }
                group.addTask { for _ in 0..<1000 { logger.info("a line", metadata: ["long": "\(String(repeating: "x", count: 500))"]) } }
            }
        }
        let messages = try await lines.map { try #require(try object($0)["message"] as? String) }
        #expect(messages.count { $0 == "call" } == 4000 && messages.count { $0 == "a line" } == 4000)
    }

    @Test("Whoever logs does not wait for a reader that does not read; the reader is told how many lines it lost")
    func slowReader() throws {
        let pipe = Pipe()
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, bytesMax: 100_000)
        let log = AccessLog(methods: Self.methods, output: output)
        let begin = ContinuousClock.now
        for _ in 0..<5000 { log.callEnded(call()) }
        #expect(ContinuousClock.now - begin < .seconds(5))
        let lost = output.lostLines
        #expect(lost > 3000 && lost < 5000)
        // Told when there is room again; more than once, if more were lost while it was told.
        var (calls, told) = (0, 0)
        while calls + told < 5000 {
            for line in try read(1, pipe, output, flushes: false).map(object) {
                if line["message"] as? String == "call" { calls += 1 } else { told += try #require(line["count"] as? Int) }
            }
        }
        #expect(told == lost)
    }

    @Test("A reader that has gone costs lines and nothing else")
    func goneReader() throws {
        let pipe = Pipe()
        signal(SIGPIPE, SIG_IGN)
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try pipe.fileHandleForReading.close()
        let log = AccessLog(methods: Self.methods, output: output)
        log.callEnded(call())
        output.flush()
        log.callEnded(call())
        output.flush()
        #expect(output.lostLines == 2)
    }

    /// At least that many lines.
    private func read(_ count: Int, _ pipe: Pipe, _ output: LogOutput, flushes: Bool = true) throws -> [String] {
        var data = Data()
        var found = 0
        while found < count || data.last != 0x0A {
            let more = pipe.fileHandleForReading.availableData
            found += more.count { $0 == 0x0A }
            data.append(more)
        }
        if flushes { output.flush() }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
}
