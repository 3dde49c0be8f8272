internal import NIOCore

/// Tells the TLS of a channel to close it at once: close_notify is sent if it finds room, and the peer is not waited for.
struct TLSAbort: Sendable {}

extension ChannelHandlerContext {
    /// Closes the channel now, whatever is not written yet and however its peer takes TLS's end.
    func abort() {
        triggerUserOutboundEvent(TLSAbort(), promise: nil)
        // Without TLS nobody took the event.
        close(promise: nil)
    }
}
