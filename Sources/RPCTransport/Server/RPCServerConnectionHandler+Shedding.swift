import Logging
import NIOCore
import RPC

/// Refusing calls: at four times what a server can answer, three for each that it serves.
extension RPCServerConnectionHandler {
    /// Answers a call that there is no room for, before anything was done for it.
    func shed(_ id: StreamID, _ method: MethodDescriptor, as admittance: LoopLoad.Admittance, now: NIODeadline) {
        _ = machine.handlerEnded(id, succeeded: false, now: now)
        observed?.failed(id, LoopLoad.refusal, peer: peer)
        answerShed(id)
        outbox?.appended()
        services.shedding.note(["method": "\(method.path)"], on: loop)
        isLate = admittance == .late
    }

    /// Once one call was late, so are those behind it: they are not even read. False: this one is to be received like any other.
    func refuseUnread(_ frame: Frame) -> Bool {
        guard load.mayRefuseUnread(frame.data), machine.refuseUnread(frame) else { return false }
        answerShed(frame.streamID)
        outbox?.flushIfLarge()
        return true
    }

    /// What is done once for all of them.
    func note(refusedUnread count: Int) {
        outbox?.appended()
        observed?.refusedUnread(count)
        services.shedding.note(count: count, on: loop)
    }

    private func answerShed(_ id: StreamID) { outbox?.buffer.writeResponseFrame(envelope: load.answer(), streamID: id) }
}
