public import NIOCore

/// What a peer may cost before, during and after a TLS session.
public struct TLSLimits: Hashable, Sendable {
    /// From the connection's first moment to a complete handshake.
    public var handshakeTimeout: TimeAmount
    /// From our close_notify, or our fatal alert, to the peer's end of the stream.
    public var shutdownTimeout: TimeAmount
    /// What may be written before the handshake is complete.
    public var bytesBeforeHandshakeMax: Int
    /// KeyUpdates a peer may send in any minute: honest ones come hours apart, each costs us a key schedule.
    public var keyUpdatesPerMinuteMax: Int

    /// Ten seconds, one second, 256 KiB and 16.
    public init(
        handshakeTimeout: TimeAmount = .seconds(10), shutdownTimeout: TimeAmount = .seconds(1),
        bytesBeforeHandshakeMax: Int = 256 * 1024, keyUpdatesPerMinuteMax: Int = 16
    ) {
        self.handshakeTimeout = handshakeTimeout
        self.shutdownTimeout = shutdownTimeout
        self.bytesBeforeHandshakeMax = bytesBeforeHandshakeMax
        self.keyUpdatesPerMinuteMax = keyUpdatesPerMinuteMax
    }
}
