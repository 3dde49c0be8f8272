internal import NIOCore

/// What was written and not yet encrypted, merged so that many small writes become few records.
struct PendingWrites {
    private(set) var pieces: [ByteBuffer] = []
    private(set) var promises: [EventLoopPromise<Void>] = []
    /// Over all pieces.
    private(set) var byteCount = 0
    /// Whether something was flushed while it could not be sent.
    var flushWanted = false

    /// Adds a write behind the others. Into the last piece, as long as one TLS record holds both: copying some bytes is cheaper
    /// than a record's header, tag and encryption start, here and at the peer.
    mutating func append(_ buffer: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        if let promise { promises.append(promise) }
        guard buffer.readableBytes > 0 else { return }
        byteCount += buffer.readableBytes
        if let last = pieces.indices.last, pieces[last].readableBytes + buffer.readableBytes <= Self.recordBytes {
            pieces[last].writeImmutableBuffer(buffer)
        } else {
            pieces.append(buffer)
        }
    }

    /// Everything, leaving nothing.
    mutating func take() -> PendingWrites {
        defer { self = PendingWrites() }
        return self
    }

    /// The most plaintext in one record. Source: RFC 8446 section 5.1.
    private static let recordBytes = 16 * 1024
}

extension [EventLoopPromise<Void>] {
    /// One promise whose outcome is that of all; nil for none, so that nothing is allocated when nobody asks.
    func merged(on eventLoop: any EventLoop) -> EventLoopPromise<Void>? {
        guard count > 1 else { return first }
        let merged = eventLoop.makePromise(of: Void.self)
        merged.futureResult.whenComplete { outcome in
            for promise in self { promise.completeWith(outcome) }
        }
        return merged
    }
}
