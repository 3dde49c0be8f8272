import NIOCore
import Testing

@testable import RPCTransport

/// The state as transcripts: what happens, and what follows.
@Suite("TLS state")
struct TLSStateTests {
    enum Input {
        case start, handshakeCompleted, peerClosed, failed(alertSent: Bool), close, abort, closeOutput, inputEnded, channelGone, timer
    }

    typealias Transcript = [(input: Input, action: TLSState.Action)]
    static let wrong = TLSError.protocolFailure("wrong")

    func expect(_ transcript: Transcript, allowsHalfClosure: Bool = false, endsIn phase: TLSState.Phase) {
        var state = TLSState(allowsHalfClosure: allowsHalfClosure)
        for (step, line) in transcript.enumerated() {
            let action =
                switch line.input {
                case .start: state.start()
                case .handshakeCompleted: state.handshakeCompleted()
                case .peerClosed: state.peerClosed()
                case .failed(let alertSent): state.failed(Self.wrong, alertSent: alertSent)
                case .close: state.closeRequested()
                case .abort: state.abortRequested()
                case .closeOutput: state.closeOutputRequested()
                case .inputEnded: state.inputEnded(channelGone: false)
                case .channelGone: state.inputEnded(channelGone: true)
                case .timer: state.timerFired()
                }
            #expect(action == line.action, "step \(step): \(line.input)")
        }
        #expect(state.phase == phase)
    }

    private let opened: Transcript = [(.start, .beginHandshake), (.handshakeCompleted, .announce)]

    @Test("A handshake starts once and is announced once")
    func handshake() {
        expect(
            opened + [(.start, .nothing), (.handshakeCompleted, .nothing), (.timer, .nothing)],
            endsIn: .open(peerClosed: false, selfClosed: false))
    }

    @Test("Our close waits for the peer's, which is answered by nothing but closing the channel")
    func weClose() {
        expect(opened + [(.close, .sendCloseNotifyAndAwaitPeer), (.peerClosed, .sendCloseNotifyAndClose)], endsIn: .closed)
        expect(opened + [(.close, .sendCloseNotifyAndAwaitPeer), (.close, .nothing), (.timer, .close)], endsIn: .closed)
        expect(opened + [(.close, .sendCloseNotifyAndAwaitPeer), (.channelGone, .close)], endsIn: .closed)
        expect(opened + [(.close, .sendCloseNotifyAndAwaitPeer), (.failed(alertSent: true), .close)], endsIn: .closed)
    }

    @Test("The peer's close is answered and ends the connection, once")
    func peerCloses() {
        expect(
            opened + [(.peerClosed, .sendCloseNotifyAndClose), (.peerClosed, .nothing), (.channelGone, .close), (.close, .close)],
            endsIn: .closed)
    }

    @Test("With half-closure each direction ends by itself")
    func halfClosure() {
        expect(
            opened + [
                (.peerClosed, .reportInputClosed), (.peerClosed, .nothing), (.inputEnded, .nothing), (.close, .sendCloseNotifyAndClose),
            ], allowsHalfClosure: true, endsIn: .closed)
        expect(
            opened + [(.closeOutput, .sendCloseNotify), (.closeOutput, .nothing), (.peerClosed, .sendCloseNotifyAndClose)],
            allowsHalfClosure: true, endsIn: .closed)
        expect(
            opened + [(.peerClosed, .reportInputClosed), (.closeOutput, .sendCloseNotifyAndClose)],
            allowsHalfClosure: true, endsIn: .closed)
        expect(opened + [(.peerClosed, .reportInputClosed), (.channelGone, .close)], allowsHalfClosure: true, endsIn: .closed)
        expect(opened + [(.closeOutput, .sendCloseNotify), (.close, .sendCloseNotifyAndAwaitPeer)], endsIn: .closing)
    }

    @Test("A stream that ends early is an error: inside the handshake, and after it without close_notify")
    func ends() {
        let inside = TLSState.Action.fail(.closedDuringHandshake, awaitsEnd: false)
        expect([(.start, .beginHandshake), (.inputEnded, inside), (.channelGone, .close)], endsIn: .closed)
        expect([(.start, .beginHandshake), (.peerClosed, inside)], endsIn: .closed)
        expect(opened + [(.channelGone, .fail(.truncated, awaitsEnd: false)), (.channelGone, .close)], endsIn: .closed)
        expect(opened + [(.closeOutput, .sendCloseNotify), (.inputEnded, .fail(.truncated, awaitsEnd: false))], endsIn: .closed)
        expect([(.channelGone, .close)], endsIn: .closed)
    }

    @Test("An error is reported once; an alert is left time to arrive, however often we are asked to close")
    func failures() {
        expect(
            [
                (.start, .beginHandshake), (.failed(alertSent: false), .fail(Self.wrong, awaitsEnd: false)),
                (.failed(alertSent: true), .nothing),
            ],
            endsIn: .closed)
        expect(
            opened + [
                (.failed(alertSent: true), .fail(Self.wrong, awaitsEnd: true)), (.close, .nothing), (.closeOutput, .nothing),
                (.peerClosed, .nothing), (.failed(alertSent: true), .nothing), (.timer, .close), (.timer, .nothing),
            ], endsIn: .closed)
        expect(opened + [(.failed(alertSent: true), .fail(Self.wrong, awaitsEnd: true)), (.inputEnded, .close)], endsIn: .closed)
    }

    @Test("Before the handshake is complete a close is immediate, and its time is limited")
    func early() {
        expect([(.close, .close), (.start, .nothing)], endsIn: .closed)
        expect([(.start, .beginHandshake), (.close, .close)], endsIn: .closed)
        expect([(.start, .beginHandshake), (.closeOutput, .close)], endsIn: .closed)
        expect(
            [(.start, .beginHandshake), (.timer, .fail(.handshakeTimeout, awaitsEnd: false)), (.handshakeCompleted, .nothing)],
            endsIn: .closed)
    }

    @Test("An abort waits for nobody, whatever was waited for before")
    func abort() {
        expect(opened + [(.abort, .sendCloseNotifyAndClose), (.abort, .nothing), (.channelGone, .close)], endsIn: .closed)
        expect(opened + [(.close, .sendCloseNotifyAndAwaitPeer), (.abort, .close)], endsIn: .closed)
        expect(opened + [(.failed(alertSent: true), .fail(Self.wrong, awaitsEnd: true)), (.abort, .close)], endsIn: .closed)
        expect([(.start, .beginHandshake), (.abort, .close)], endsIn: .closed)
        expect([(.abort, .close), (.start, .nothing)], endsIn: .closed)
    }

    @Test("KeyUpdates are counted by the minute: the limit is served, one more is not")
    func keyUpdates() {
        let limits = TLSLimits(keyUpdatesPerMinuteMax: 3)
        let start = NIODeadline.uptimeNanoseconds(5)
        var state = TLSState()
        _ = state.start()
        _ = state.handshakeCompleted()
        #expect(state.keyUpdatesReceived(2, now: start, limits: limits) == .nothing)
        #expect(state.keyUpdatesReceived(1, now: start + .seconds(59), limits: limits) == .nothing)
        #expect(state.keyUpdatesReceived(3, now: start + .minutes(1), limits: limits) == .nothing)
        #expect(state.keyUpdatesReceived(1, now: start + .seconds(119), limits: limits) == .fail(.tooManyKeyUpdates, awaitsEnd: false))
    }
}

@Suite("Pending writes")
struct PendingWritesTests {
    @Test("Pieces merge as long as one record holds them", arguments: [(16_284, 1), (16_285, 2)])
    func merging(secondBytes: Int, pieceCount: Int) {
        var pending = PendingWrites()
        pending.append(ByteBuffer(repeating: 1, count: 100), nil)
        pending.append(ByteBuffer(repeating: 2, count: secondBytes), nil)
        pending.append(ByteBuffer(), nil)
        #expect(pending.pieces.count == pieceCount)
        #expect(pending.byteCount == 100 + secondBytes)
        let taken = pending.take()
        #expect(taken.byteCount == 100 + secondBytes && pending.byteCount == 0 && pending.pieces.isEmpty)
    }

    @Test("Merging leaves the caller's buffer as it was")
    func copyOnWrite() {
        let first = ByteBuffer(string: "first")
        var pending = PendingWrites()
        pending.append(first, nil)
        pending.append(ByteBuffer(string: "second"), nil)
        #expect(String(buffer: first) == "first")
        #expect(pending.pieces.map { String(buffer: $0) } == ["firstsecond"])
    }
}

@Suite("ALPN")
struct ApplicationProtocolTests {
    static let lists: [(list: [UInt8], found: Bool)] = [
        ([], false), ([5] + Array("ttrpc".utf8), true), ([2] + Array("h2".utf8) + [5] + Array("ttrpc".utf8), true),
        ([2] + Array("h2".utf8), false), ([5] + Array("ttrpd".utf8), false), ([6] + Array("ttrpc2".utf8), false),
        ([5] + Array("ttrp".utf8), false), ([255], false), ([0, 5] + Array("ttrpc".utf8), true),
    ]

    @Test("ttrpc is found wherever it stands in a list, and a broken list ends the search", arguments: lists)
    func search(list: [UInt8], found: Bool) {
        let name = list.withUnsafeBufferPointer { ApplicationProtocol.position(in: $0) }
        #expect(name.map { String(decoding: list[$0], as: UTF8.self) } == (found ? "ttrpc" : nil))
    }
}
