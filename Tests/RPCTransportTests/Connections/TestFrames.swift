import NIOCore
import RPC

extension Frame {
    /// A Request of a method.
    static func request(
        _ id: StreamID, _ method: MethodDescriptor, _ payload: String? = nil, flags: FrameFlags = [], timeout: Int64 = 0,
        metadata: Metadata = Metadata()
    ) -> Frame {
        let envelope = RequestEnvelope(
            method: method, payload: payload.map { ByteBuffer(string: $0) }, timeoutNanoseconds: timeout, metadata: metadata)
        var data = ByteBuffer()
        envelope.encode(into: &data)
        return Frame(streamID: id, type: .request, flags: flags, data: data)
    }

    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeFrame(self)
        return buffer
    }
}
