import NIOCore
import NIOEmbedded

@testable import RPCTransport

/// A server's and a client's ``TLSHandler`` on two embedded channels, joined by hand: what one writes, the other reads, in pieces as
/// small as the test likes. Both live on one embedded loop, so time moves only when the test says so.
final class BackToBack {
    let loop = EmbeddedEventLoop()
    let server: EmbeddedChannel
    let client: EmbeddedChannel
    let serverLog: EventLog
    let clientLog: EventLog
    /// How many bytes each hand-over carries; nil for all there are.
    var pieceBytes: Int?

    init(
        server serverContext: TLSServerContext, client clientContext: TLSClientContext, serverName: String = "localhost",
        limits: TLSLimits = TLSLimits(), allowsHalfClosure: Bool = false
    ) throws {
        serverLog = EventLog()
        clientLog = EventLog()
        server = try EmbeddedChannel(
            handlers: [TLSHandler(serverContext: serverContext, limits: limits, allowsHalfClosure: allowsHalfClosure), serverLog],
            loop: loop)
        client = try EmbeddedChannel(
            handlers: [
                TLSHandler(clientContext: clientContext, serverName: serverName, limits: limits, allowsHalfClosure: allowsHalfClosure),
                clientLog,
            ], loop: loop)
    }

    /// With the run's throw-away certificates, the client showing one.
    convenience init(limits: TLSLimits = TLSLimits(), allowsHalfClosure: Bool = false) throws {
        try self.init(server: TestContexts.server(), client: TestContexts.client(), limits: limits, allowsHalfClosure: allowsHalfClosure)
    }

    /// Makes both channels active, which begins the handshake.
    func connect() throws {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        server.connect(to: address, promise: nil)
        client.connect(to: address, promise: nil)
    }

    /// Connects and hands bytes over until both are silent.
    func shakeHands() throws {
        try connect()
        try exchange()
    }

    /// Hands bytes over in both directions until both are silent.
    func exchange() throws {
        while try handOver(from: client, to: server) || handOver(from: server, to: client) {}
    }

    /// Hands over what `source` wrote; false when there was nothing. What goes to a closed channel is lost, as on a socket.
    @discardableResult
    func handOver(from source: EmbeddedChannel, to target: EmbeddedChannel) throws -> Bool {
        loop.run()
        guard var bytes = try source.readOutbound(as: ByteBuffer.self) else { return false }
        while let piece = bytes.readSlice(length: min(pieceBytes ?? bytes.readableBytes, bytes.readableBytes)), piece.readableBytes > 0 {
            guard target.isActive else { break }
            target.pipeline.fireChannelRead(piece)
            target.pipeline.fireChannelReadComplete()
        }
        loop.run()
        return true
    }

    /// Ends `channel`'s TCP stream from the other side, as a FIN does.
    func endStream(of channel: EmbeddedChannel) {
        channel.close(promise: nil)
        loop.run()
    }

    /// All the plaintext that arrived at `channel`.
    func received(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let buffer = try channel.readInbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }
}

/// Keeps what comes up the pipeline besides data, in order, for a test to compare.
final class EventLog: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    enum Event: Equatable {
        case handshake(TLSHandshakeCompleted)
        case inputClosed
        case error(TLSError)
        case otherError(String)
        case inactive
    }

    private(set) var events: [Event] = []

    var errors: [TLSError] {
        events.compactMap { if case .error(let error) = $0 { error } else { nil } }
    }
    var handshakes: [TLSHandshakeCompleted] {
        events.compactMap { if case .handshake(let event) = $0 { event } else { nil } }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as TLSHandshakeCompleted: events.append(.handshake(event))
        case ChannelEvent.inputClosed: events.append(.inputClosed)
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        events.append((error as? TLSError).map { .error($0) } ?? .otherError("\(error)"))
    }

    func channelInactive(context: ChannelHandlerContext) {
        events.append(.inactive)
    }
}

/// Contexts over the run's throw-away certificates.
enum TestContexts {
    static func server(
        certificates: TLSClientCertificates = .required, identity: ThrowAwayPKI.Identity? = nil, minimumVersion: TLSMinimumVersion = .tls13
    ) throws -> TLSServerContext {
        let shared = try ThrowAwayPKI.shared.get()
        return try TLSServerContext(
            TLSServerConfiguration(
                certificate: TLSCertificate(identity ?? shared.server), clientAuthoritiesFile: shared.pki.authorityFile,
                clientCertificates: certificates, minimumVersion: minimumVersion))
    }

    static func client(
        identity: ThrowAwayPKI.Identity? = nil, withoutCertificate: Bool = false, authorityFile: String? = nil,
        minimumVersion: TLSMinimumVersion = .tls13
    ) throws -> TLSClientContext {
        let shared = try ThrowAwayPKI.shared.get()
        return try TLSClientContext(
            TLSClientConfiguration(
                serverAuthoritiesFile: authorityFile ?? shared.pki.authorityFile,
                certificate: withoutCertificate ? nil : TLSCertificate(identity ?? shared.client), minimumVersion: minimumVersion))
    }
}

extension TLSCertificate {
    init(_ identity: ThrowAwayPKI.Identity) {
        self.init(chainFile: identity.certificateFile, privateKeyFile: identity.keyFile)
    }
}
