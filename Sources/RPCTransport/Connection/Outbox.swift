import NIOCore
import RPC

/// What one connection has yet to write: one buffer that everything is appended to, and the stream messages that wait for room.
///
/// Small answers made in one pass share one write. When the socket is full, unary answers still go behind it (they are bounded by
/// the calls in flight), stream messages wait here with their senders, and a peer that takes nothing for too long is cut off.
/// Belongs to its channel's loop.
final class Outbox {
    private struct Waiting {
        let streamID: StreamID
        let message: ByteBuffer
        let sender: CheckedContinuation<Void, any Error>
    }

    /// Above this, the buffer is written at once rather than at the end of the pass.
    private static let flushBytes = 64 << 10

    /// Whole frames, in order. Only append.
    var buffer = ByteBuffer()
    /// A pass over arriving frames is under way; it flushes when it ends.
    var isInPass = false

    private let outboundBytesMax: Int
    private let frameBytesMax: Int
    private let writeStallTimeout: TimeAmount
    private let context: ChannelHandlerContext
    private let onFlush: () -> Void
    /// Few: each has a sender that waits. No ring, which would have room for sixteen on connections without streams.
    private var waiting: [Waiting] = []
    private var flushIsScheduled = false
    private var isClosed = false
    private var handedOver = 0
    private var expectedBytes = 1024
    private var stallTimer: Scheduled<Void>?

    /// - Parameter onFlush: called whenever everything appended so far was handed to the channel.
    init(context: ChannelHandlerContext, limits: Limits, onFlush: @escaping () -> Void) {
        self.context = context
        outboundBytesMax = limits.outboundBytesMax
        frameBytesMax = limits.frameBytesMax
        writeStallTimeout = TimeAmount(limits.writeStallTimeout)
        self.onFlush = onFlush
    }

    /// Room for about as much as was last written at once, before the first append of a pass: growing by steps would copy.
    func reserve() {
        if buffer.capacity == 0 { buffer.reserveCapacity(expectedBytes) }
    }

    /// Whether so many bytes more would still be held for a peer that takes nothing; beyond it the connection would be closed.
    func hasRoom(for byteCount: Int) -> Bool {
        // Asking the channel costs more than a small call; it is worth it only when there can be much.
        let isLittle = context.channel.isWritable && buffer.readableBytes < Self.flushBytes
        return (isLittle ? buffer.readableBytes : bufferedBytes) + byteCount <= outboundBytesMax
    }

    /// Something was appended: sees to it that it is written soon.
    func appended() {
        guard !isClosed, !isInPass, !flushIsScheduled else { return }
        flushIsScheduled = true
        context.eventLoop.assumeIsolated().execute { [self] in
            flushIsScheduled = false
            flush()
        }
    }

    func flush() {
        guard !isClosed, buffer.readableBytes > 0 else { return }
        handedOver += buffer.readableBytes
        expectedBytes = max(256, min(buffer.readableBytes, Self.flushBytes))
        let full = buffer
        buffer = ByteBuffer()
        // Before the write: should it fail half-way and close the connection, what had been handed over may have arrived.
        onFlush()
        context.writeAndFlush(NIOAny(full), promise: nil)
        if !context.channel.isWritable { checkRoom() }
    }

    /// Within a pass: hands over what has become large, so that no burst of answers piles up before the pass ends.
    func flushIfLarge() {
        if buffer.readableBytes >= Self.flushBytes { flush() }
    }

    /// Accepts a stream's message now, or when there is room.
    func send(_ message: ByteBuffer, streamID: StreamID, sender: CheckedContinuation<Void, any Error>) {
        guard !isClosed else { return sender.resume(throwing: WireReason.connectionLost.error("The connection is closed.")) }
        guard message.readableBytes <= frameBytesMax else {
            let error = WireReason.messageTooLarge.error("A message may have at most \(frameBytesMax) bytes.")
            return sender.resume(throwing: error)
        }
        waiting.append(Waiting(streamID: streamID, message: message, sender: sender))
        sendWaiting()
    }

    /// The channel may have become writable.
    func writabilityChanged() {
        if context.channel.isWritable {
            disarmStallTimer()
            sendWaiting()
        } else {
            checkRoom()
        }
    }

    /// A stream is over: its waiting messages are not sent. Senders learn why if it failed, and nothing if it ended well.
    func end(_ streamID: StreamID, _ error: RPCError?) {
        guard waiting.contains(where: { $0.streamID == streamID }) else { return }
        let all = waiting
        waiting = []
        for entry in all {
            if entry.streamID != streamID {
                waiting.append(entry)
            } else if let error {
                entry.sender.resume(throwing: error)
            } else {
                entry.sender.resume()
            }
        }
    }

    /// Writes what there is, and closes the connection when the last of it has left.
    func closeWhenWritten() {
        guard !isClosed else { return }
        flush()
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: written)
        written.futureResult.assumeIsolated().whenComplete { [context] _ in context.close(promise: nil) }
    }

    /// The connection is gone.
    func close(_ error: RPCError) {
        isClosed = true
        disarmStallTimer()
        buffer = ByteBuffer()
        let all = waiting
        waiting = []
        for entry in all { entry.sender.resume(throwing: error) }
    }

    private func sendWaiting() {
        while !isClosed, context.channel.isWritable, !waiting.isEmpty {
            let next = waiting.removeFirst()
            buffer.writeDataFrame(next.message, streamID: next.streamID)
            next.sender.resume()
            if buffer.readableBytes >= Self.flushBytes { flush() }
        }
        if buffer.readableBytes > 0 { appended() }
    }

    // MARK: A peer that does not take its answers

    private var bufferedBytes: Int {
        buffer.readableBytes + ((try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0)
    }

    private func checkRoom() {
        if bufferedBytes > outboundBytesMax { return context.abort() }
        if stallTimer == nil { armStallTimer(left: handedOver - bufferedBytes) }
    }

    /// - Parameter left: bytes that have left for the peer so far.
    private func armStallTimer(left: Int) {
        stallTimer = context.eventLoop.assumeIsolated().scheduleTask(in: writeStallTimeout) { [self] in
            stallTimer = nil
            guard !isClosed, !context.channel.isWritable else { return }
            let leftNow = handedOver - bufferedBytes
            if leftNow > left { armStallTimer(left: leftNow) } else { context.abort() }
        }
    }

    private func disarmStallTimer() {
        stallTimer?.cancel()
        stallTimer = nil
    }
}
