import NIOCore
import RPC

/// A call that runs beside the loop.
struct RunningCall {
    var task: Task<Void, Never>?
    var requests: MessageQueue?
}

extension RPCServerConnectionHandler {
    /// How a handler's task ended.
    enum Outcome: Sendable {
        case message(ByteBuffer)
        case streamed
        case failure(any Error)
    }

    // MARK: Starting

    /// Runs an accepted call: is there room for it, may it be made, then the handler in its form.
    func start(_ call: AcceptedCall) {
        guard let context else { return }
        let handler = services.methods.handlers[call.handlerIndex]
        let id = call.streamID
        let now = loop.now
        let beside = LoopLoad.Beside(
            handlerIndex: call.handlerIndex, startedAt: now, streamOf: call.kind.isUnary ? nil : peer.certificateFingerprint)
        let admittance = load.admit(beside, reachedAt: reachedAt, now: now)
        guard admittance == .admitted else { return shed(id, handler.descriptor, as: admittance, now: now) }
        var asked = ServerContext(
            method: handler.descriptor, metadata: call.metadata, peer: peer, deadline: call.deadline, caller: caller,
            eventLoop: context.eventLoop,
            loopIndex: loopIndex, arrival: arrival)
        do {
            asked.admitted = try services.admission?(asked)
            observed?.admitted(id, as: asked.admitted)
        } catch {
            return complete(id, .failure(error), handler.descriptor)
        }
        let callContext = asked
        let request = call.message ?? ByteBuffer()
        switch handler.form {
        case .onLoop(let body):
            runOnLoop(id, request, callContext, beside, body)
        case .unary(let body):
            run(id, handler.descriptor, beside, requests: nil) { .message(try await body(request, callContext)) }
        case .clientStreaming(let body):
            let (queue, requests) = makeRequests(call)
            run(id, handler.descriptor, beside, requests: queue) { .message(try await body(requests, callContext)) }
        case .serverStreaming(let body):
            let responses = ServerResponses(streamID: id, connection: NIOLoopBound(self, eventLoop: context.eventLoop))
            run(id, handler.descriptor, beside, requests: nil) {
                try await body(request, callContext, responses)
                return .streamed
            }
        case .bidirectional(let body):
            let (queue, requests) = makeRequests(call)
            let responses = ServerResponses(streamID: id, connection: NIOLoopBound(self, eventLoop: context.eventLoop))
            run(id, handler.descriptor, beside, requests: queue) {
                try await body(requests, callContext, responses)
                return .streamed
            }
        }
    }

    private func runOnLoop(
        _ id: StreamID, _ request: ByteBuffer, _ callContext: ServerContext, _ beside: LoopLoad.Beside,
        _ body: (ByteBuffer, ServerContext, inout ByteBuffer) throws -> OnLoopAnswer
    ) {
        guard let outbox else { return }
        // Out of the outbox while the handler has it: what it calls may answer another call of this connection meanwhile.
        outbox.reserve()
        var buffer = outbox.buffer
        outbox.buffer = ByteBuffer()
        let open = OpenResponse.begin(streamID: id, in: &buffer)
        var failure: (any Error)?
        do {
            switch try body(request, callContext, &buffer) {
            case .answered:
                let messageBytes = open.messageBytes(in: buffer)
                if machine.handlerEnded(id, succeeded: true, now: callContext.eventLoop.now) == .nothing {
                    open.abandon(in: &buffer)
                } else if open.finish(in: &buffer, frameBytesMax: services.limits.frameBytesMax) {
                    observed?.succeeded(id, bytes: messageBytes, peer: peer)
                } else {
                    buffer.writeResponseFrame(answerTooLarge, streamID: id, limits: services.limits)
                    observed?.failed(id, answerTooLarge, peer: peer)
                }
            case .later(let future):
                open.abandon(in: &buffer)
                load.began(beside)
                let connection = NIOLoopBound(self, eventLoop: callContext.eventLoop)
                let method = callContext.method
                future.hop(to: callContext.eventLoop).whenComplete { result in
                    switch result {
                    case .success(let message): connection.value.complete(id, .message(message), method, beside)
                    case .failure(let error): connection.value.complete(id, .failure(error), method, beside)
                    }
                }
            }
        } catch {
            open.abandon(in: &buffer)
            failure = error
        }
        buffer.writeBuffer(&outbox.buffer)
        outbox.buffer = buffer
        outbox.appended()
        if let failure { complete(id, .failure(failure), callContext.method) } else { finishIfOver() }
    }

    /// Starts a handler's task. `handlerEnded` follows whatever happens, and `finished` waits for it.
    private func run(
        _ id: StreamID, _ method: MethodDescriptor, _ beside: LoopLoad.Beside, requests: MessageQueue?,
        _ body: @escaping @Sendable () async throws -> Outcome
    ) {
        guard let context else { return }
        load.began(beside)
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        let task = Task {
            let outcome: Outcome
            do { outcome = try await body() } catch { outcome = .failure(error) }
            connection.eventLoop.execute { connection.value.complete(id, outcome, method, beside) }
        }
        running[id] = RunningCall(task: task, requests: requests)
    }

    private func makeRequests(_ call: AcceptedCall) -> (MessageQueue, IncomingMessages) {
        let id = call.streamID
        let queue: MessageQueue
        if let context {
            let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
            queue = MessageQueue { bytes in
                connection.eventLoop.execute { connection.value.requestsTaken(bytes, id) }
            }
        } else {
            queue = MessageQueue { _ in }
        }
        if let first = call.message { queue.push(first) }
        if call.isLast { queue.end() }
        return (queue, IncomingMessages { try await queue.next() })
    }

    private func requestsTaken(_ bytes: Int, _ id: StreamID) {
        guard let context else { return }
        machine.consumed(bytes, of: id, now: context.eventLoop.now)
        settle()
    }

    // MARK: Ending

    /// The handler is over: writes what is still owed.
    ///
    /// - Parameter beside: nil if it was over in the pass that began it.
    private func complete(_ id: StreamID, _ outcome: Outcome, _ method: MethodDescriptor, _ beside: LoopLoad.Beside? = nil) {
        running[id] = nil
        let now = loop.now
        if let beside { load.ended(beside, now: now) }
        switch outcome {
        case .message(let message):
            guard machine.handlerEnded(id, succeeded: true, now: now) == .response, let outbox else { break }
            outbox.reserve()
            if outbox.buffer.writeResponseFrame(message, streamID: id, frameBytesMax: services.limits.frameBytesMax) {
                observed?.succeeded(id, bytes: message.readableBytes, peer: peer)
            } else {
                write(answerTooLarge, streamID: id)
            }
        case .streamed:
            guard machine.handlerEnded(id, succeeded: true, now: now) == .closing else { break }
            outbox?.buffer.writeClosingFrame(streamID: id)
            observed?.succeeded(id, peer: peer)
        case .failure(let error):
            guard machine.handlerEnded(id, succeeded: false, now: now) == .response else { break }
            write(services.publicError(error, method: method, trace: observed?.trace(of: id)), streamID: id)
        }
        outbox?.appended()
        settle()
        finishIfOver()
    }

    fileprivate func send(_ message: ByteBuffer, _ id: StreamID, _ sender: CheckedContinuation<Void, any Error>) {
        guard machine.maySend(id), let outbox else {
            return sender.resume(throwing: WireReason.cancelled.error("The call is over; nothing more can be sent on it."))
        }
        observed?.sent(id, bytes: message.readableBytes)
        outbox.send(message, streamID: id, sender: sender)
    }

    private var answerTooLarge: RPCError {
        WireReason.messageTooLarge.error("The answer does not fit into \(services.limits.frameBytesMax) bytes; ask for less at a time.")
    }
}

/// Where a streaming handler's messages go.
private struct ServerResponses: OutgoingMessages {
    let streamID: StreamID
    let connection: NIOLoopBound<RPCServerConnectionHandler>

    func send(_ message: ByteBuffer) async throws {
        try await withCheckedThrowingContinuation { sender in
            connection.eventLoop.execute { connection.value.send(message, streamID, sender) }
        }
    }
}
