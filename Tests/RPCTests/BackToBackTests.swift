import NIOCore
import RPC
import Testing

/// A client machine and a server machine joined by bytes, one at a time, with the frames both really write.
@Suite struct BackToBackTests {
    /// Both ends, and a server whose handlers echo what they got.
    private struct Ends {
        var client = ClientTranscript()
        var server = ServerTranscript()
        var clientDecoder = FrameDecoder(frameBytesMax: 4 << 20)
        var serverDecoder = FrameDecoder(frameBytesMax: 4 << 20)
        var toServer = ByteBuffer()
        var toClient = ByteBuffer()
        var received: [StreamID: [String]] = [:]
        var told: [String] = []

        mutating func call(_ method: MethodDescriptor, _ messages: [String]) throws {
            let id = try client.open(method.kind)
            let streams = method.kind.streamsRequests
            let flags: FrameFlags = streams ? .remoteOpen : method.kind.streamsResponses ? .remoteClosed : []
            toServer.writeFrame(.request(id, method, streams ? nil : messages[0], flags: flags))
            guard streams else { return }
            for message in messages { toServer.writeFrame(.data(id, message)) }
            if client.machine.closeRequests(id) { toServer.writeClosingFrame(streamID: id) }
        }

        mutating func run() {
            while let byte = toServer.readSlice(length: 1) {
                serverDecoder.append(byte)
                while let event = serverDecoder.next() { serve(server.machine.receive(event, arrivedAt: server.now, now: server.now)) }
            }
            while let byte = toClient.readSlice(length: 1) {
                clientDecoder.append(byte)
                while let event = clientDecoder.next() { told.append(client.receive(event)) }
            }
        }

        mutating func serve(_ action: ServerConnectionStateMachine.Action) {
            switch action {
            case .start(let call):
                if let message = call.message { received[call.streamID, default: []].append(String(buffer: message)) }
                if call.isLast { answer(call.streamID) }
            case .deliver(let id, let message, let isLast):
                if let message { received[id, default: []].append(String(buffer: message)) }
                if isLast { answer(id) }
            case .refuse(let id, let error), .abort(let id, let error):
                toClient.writeResponseFrame(error, streamID: id, limits: Limits())
            case .ignore, .close, .finish: break
            }
        }

        mutating func answer(_ id: StreamID) {
            let echo = received[id, default: []]
            switch server.ended(id, succeeded: true) {
            case .response:
                let open = OpenResponse.begin(streamID: id, in: &toClient)
                toClient.writeString(echo.joined(separator: "+"))
                _ = open.finish(in: &toClient, frameBytesMax: 4 << 20)
            case .closing:
                for message in echo { toClient.writeDataFrame(ByteBuffer(string: message), streamID: id) }
                toClient.writeClosingFrame(streamID: id)
            case .nothing: break
            }
        }
    }

    @Test("wire 10: an empty message is zero bytes, and still a message: all four kinds, every position, byte by byte")
    func allKinds() throws {
        var ends = Ends()
        try ends.call(FourKinds.unary, ["a"])
        try ends.call(FourKinds.unary, [""])
        try ends.call(FourKinds.client, ["", "b", ""])
        try ends.call(FourKinds.client, [])
        try ends.call(FourKinds.server, ["c"])
        try ends.call(FourKinds.server, [""])
        try ends.call(FourKinds.both, ["", "d", ""])
        try ends.call(FourKinds.both, [])
        ends.run()
        #expect(
            ends.told == [
                "deliver 1 'a' last", "deliver 3 '' last", "deliver 5 '+b+' last", "deliver 7 '' last", "deliver 9 'c'", "end 9",
                "deliver 11 ''", "end 11", "deliver 13 ''", "deliver 13 'd'", "deliver 13 ''", "end 13", "end 15",
            ])
        #expect(ends.client.machine.callCount == 0)
        #expect(ends.server.machine.callCount == 0)
    }

    @Test("Errors pass byte by byte, and the connection lives")
    func errors() throws {
        var ends = Ends()
        try ends.call(MethodDescriptor(service: "no.Such", method: "M", kind: .unary), ["a"])
        try ends.call(FourKinds.unary, ["b"])
        ends.server.machine.drain(now: ends.server.now)
        ends.run()
        #expect(ends.told == ["fail 1 UNAVAILABLE DRAINING", "fail 3 UNAVAILABLE DRAINING"])
        #expect(ends.client.machine.isDrained)
        #expect(ends.server.pass(.seconds(1)) == ["finish"])
    }
}
