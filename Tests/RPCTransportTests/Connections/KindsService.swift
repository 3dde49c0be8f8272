import NIOCore
import RPC

/// Methods of every form, named for what they do.
struct KindsService: RPCService {
    static let service = "test.Kinds"

    static func method(_ name: String, _ kind: MethodKind = .unary) -> MethodDescriptor {
        MethodDescriptor(service: service, method: name, kind: kind)
    }

    static let echoOnLoop = method("EchoOnLoop")
    static let echoLater = method("EchoLater")
    static let echo = method("Echo")
    static let join = method("Join", .clientStreaming)
    static let split = method("Split", .serverStreaming)
    static let echoEach = method("EchoEach", .bidirectional)
    static let failSecretly = method("FailSecretly")
    static let failSecretlyOnLoop = method("FailSecretlyOnLoop")
    static let refuse = method("Refuse", .serverStreaming)
    static let hang = method("Hang")
    static let hangOnLoop = method("HangOnLoop")
    static let wait = method("Wait")
    static let ignoreAll = method("IgnoreAll", .clientStreaming)
    static let keepSilent = method("KeepSilent", .serverStreaming)
    static let whoAmI = method("WhoAmI")
    static let big = method("Big")
    static let flood = method("Flood", .serverStreaming)

    struct Secret: Error { let password = "hunter2" }

    /// Fires when `Hang` or `Wait` runs, and when `Hang` was cancelled.
    let started = Signal()
    let cancelled = Signal()
    /// Lets `Wait` answer.
    let release = Signal()

    var methodHandlers: [MethodHandler] {
        [
            MethodHandler(
                Self.echoOnLoop,
                .onLoop { request, _, response in
                    response.writeImmutableBuffer(request)
                    return .answered
                }),
            MethodHandler(
                Self.echoLater, .onLoop { request, context, _ in .later(context.eventLoop.submit { request }) }),
            MethodHandler(Self.echo, .unary { request, _ in request }),
            MethodHandler(
                Self.join,
                .clientStreaming { requests, _ in
                    var joined = ByteBuffer()
                    for try await request in requests {
                        joined.writeImmutableBuffer(request)
                        joined.writeString("|")
                    }
                    return joined
                }),
            MethodHandler(
                Self.split,
                .serverStreaming { request, _, responses in
                    for part in String(buffer: request).split(separator: ",", omittingEmptySubsequences: false) {
                        try await responses.send(ByteBuffer(string: String(part)))
                    }
                }),
            MethodHandler(
                Self.echoEach,
                .bidirectional { requests, _, responses in
                    for try await request in requests { try await responses.send(request) }
                }),
            MethodHandler(Self.failSecretly, .unary { _, _ in throw Secret() }),
            MethodHandler(
                Self.failSecretlyOnLoop,
                .onLoop { _, _, response in
                    response.writeString("half an answer")
                    throw Secret()
                }),
            MethodHandler(
                Self.refuse,
                .serverStreaming { request, _, responses in
                    try await responses.send(request)
                    throw RPCError(
                        .failedPrecondition, reason: "NOT_NOW", "Come back later.", domain: "test", metadata: ["a": "b"],
                        retryAfter: .seconds(2))
                }),
            MethodHandler(
                Self.hang,
                .unary { _, _ in
                    started.fire()
                    let never = AsyncStream<Void> { _ in }
                    for await _ in never {}
                    cancelled.fire()
                    throw CancellationError()
                }),
            MethodHandler(
                Self.hangOnLoop,
                .onLoop { _, context, _ in .later(context.eventLoop.scheduleTask(in: .hours(9)) { ByteBuffer() }.futureResult) }),
            MethodHandler(
                Self.wait,
                .unary { request, _ in
                    started.fire()
                    await release.wait()
                    return request
                }),
            MethodHandler(
                Self.ignoreAll,
                .clientStreaming { _, _ in
                    await release.wait()
                    return ByteBuffer()
                }),
            MethodHandler(Self.keepSilent, .serverStreaming { _, _, _ in await release.wait() }),
            MethodHandler(
                Self.whoAmI,
                .onLoop { _, context, response in
                    response.writeString(context.peer.subjectAlternativeNames.joined(separator: " "))
                    response.writeString(
                        " \(context.peer.certificateFingerprint.count) \(context.metadata["who"] ?? "-") \(context.loopIndex)")
                    if context.admitted is Guest { response.writeString(" a guest") }
                    return .answered
                }),
            MethodHandler(
                Self.big,
                .onLoop { request, _, response in
                    response.writeRepeatingByte(0x62, count: Int(String(buffer: request)) ?? 0)
                    return .answered
                }),
            MethodHandler(
                Self.flood,
                .serverStreaming { _, _, responses in
                    started.fire()
                    defer { cancelled.fire() }
                    let message = ByteBuffer(repeating: 0x66, count: 100_000)
                    while true { try await responses.send(message) }
                }),
        ]
    }
}

/// Whom a test's admission let in.
final class Guest: AdmittedIdentity {
    let principal = "guest"
}
