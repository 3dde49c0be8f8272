import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import RPCTransport

/// Frames that began, over all connections of a server: one budget.
@Suite struct UnfinishedFrameTests {
    private static let free = FrameBudget.Share.freeBytes
    private static let limits = Limits { $0.unfinishedBytesMax = 10_000 }
    private let huge = Frame.request(1, KindsService.echoOnLoop, String(repeating: "x", count: 60_000))
    private let large = Frame.request(1, KindsService.echoOnLoop, String(repeating: "x", count: 20_000))
    private let refusal = "1 RESOURCE_EXHAUSTED NO_ROOM_FOR_FRAME"

    /// A connection that holds the whole budget.
    private func greedy() throws -> ServerEnd {
        let end = try ServerEnd(limits: Self.limits)
        try end.channel.writeInbound(huge.bytes.getSlice(at: 0, length: 10) ?? ByteBuffer())
        try end.channel.writeInbound(ByteBuffer(repeating: 0, count: Self.free + 10_000 - 10))
        return end
    }

    private func sendInTwo(_ frame: Frame, to end: ServerEnd) throws {
        var bytes = frame.bytes
        try end.channel.writeInbound(bytes.readSlice(length: bytes.readableBytes - 1))
        try end.channel.writeInbound(bytes)
    }

    @Test("Where others hold the budget a large frame is refused with a time to come back, and the connection goes on")
    func refused() throws {
        let holder = try greedy()
        var end = try ServerEnd(beside: holder)
        try sendInTwo(large, to: end)
        #expect(try end.answers() == [refusal])
        try end.receive(.request(3, KindsService.echoOnLoop, "next"))
        #expect(try end.answers() == ["3 'next'"])
    }

    @Test("Small frames do not depend on it, nor large ones that arrive at once")
    func small() throws {
        var end = try ServerEnd(beside: greedy())
        try sendInTwo(.request(1, KindsService.echoOnLoop, "small"), to: end)
        try end.receive(.request(3, KindsService.echoOnLoop, String(repeating: "x", count: 20_000)))
        #expect(try end.answers().map { $0.prefix(5) } == ["1 'sm", "3 'xx"])
    }

    enum End: CaseIterable { case complete, cut, closed, aborted }

    @Test("Room comes back when a frame is complete or cut off, and when its connection is gone", arguments: End.allCases)
    func roomComesBack(_ way: End) throws {
        let holder = try greedy()
        switch way {
        case .complete: try holder.channel.writeInbound(ByteBuffer(repeating: 0, count: huge.bytes.readableBytes - Self.free - 10_000))
        case .cut: holder.pass(.seconds(10))
        case .closed: holder.channel.close(promise: nil)
        case .aborted: holder.handler.abort()
        }
        var end = try ServerEnd(beside: holder)
        try sendInTwo(large, to: end)
        #expect(try end.answers() != [refusal])
    }

    @Test("What is thrown away holds no room, and must be over in time")
    func thrownAway() throws {
        let holder = try greedy()
        let end = try ServerEnd(beside: holder)
        end.handshake()
        try end.channel.writeInbound(large.bytes.getSlice(at: 0, length: 20_000) ?? ByteBuffer())
        holder.channel.close(promise: nil)
        var third = try ServerEnd(beside: holder)
        try sendInTwo(large, to: third)
        #expect(try third.answers() != [refusal])
        end.pass(.seconds(10))
        #expect(!end.channel.isActive)
    }
}
