import NIOCore
import RPC

extension FuzzTarget {
    /// `ttrpc.Request`, and the trace context in its metadata.
    static let requestEnvelope = FuzzTarget(name: "request-envelope") { input in
        guard let request = try? RequestEnvelope(decoding: ByteBuffer(bytes: input), limits: Limits()) else { return }
        try promise(request.metadata.pairs.count <= Limits().metadataPairsMax, "\(request.metadata.pairs.count) pairs of metadata")
        var again = ByteBuffer()
        request.encode(into: &again)
        try promise(again.readableBytes == request.byteCount, "\(again.readableBytes) bytes, announced as \(request.byteCount)")
        try promise(try RequestEnvelope(decoding: again, limits: Limits()) == request, "a request that is another one once it was encoded")
        if let trace = TraceParent(request.metadata) {
            let text = "00-\(trace.traceIDText)-\(trace.spanIDText)-00"
            guard let read = TraceParent(text) else { throw Violation("\(text) is no trace context") }
            try promise(read.traceID == trace.traceID && read.spanID == trace.spanID, "\(text) names another trace")
        }
    }

    /// `ttrpc.Response`, as a client reads it: a payload, or a status with its details.
    static let responseEnvelope = FuzzTarget(name: "response-envelope") { input in
        guard let response = try? ResponseEnvelope(decoding: ByteBuffer(bytes: input)) else { return }
        var again = ByteBuffer()
        switch response {
        case .success(let message):
            guard again.writeResponseFrame(message, streamID: 1, frameBytesMax: .max) else {
                throw Violation("a payload that does not fit")
            }
        case .failure(let error): again.writeResponseFrame(error, streamID: 1, limits: Limits())
        }
        again.moveReaderIndex(forwardBy: FrameHeader.byteCount)
        switch (response, try ResponseEnvelope(decoding: again)) {
        case (.success(let one), .success(let other)): try promise(one == other, "a payload that is another one once it was encoded")
        // What is longer than a status may be is cut.
        case (.failure(let one), .failure(let other)):
            try promise(one.code == other.code && (one.reason == nil) == (other.reason == nil), "\(one) became \(other)")
            try promise(
                one.retryAfter == other.retryAfter,
                "come back in \(String(describing: one.retryAfter)), not \(String(describing: other.retryAfter))")
        case (let one, let other): throw Violation("\(one) became \(other)")
        }
    }
}
