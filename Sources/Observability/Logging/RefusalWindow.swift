internal import NIOCore

/// How many refused calls have a line of their own: so many in ten seconds, the others are counted. Who is let in by nobody must not fill a disk.
struct RefusalWindow {
    static let linesMax = 100
    static let length = TimeAmount.seconds(10)

    private var end = NIODeadline.uptimeNanoseconds(0)
    private var lines = 0
    private var unlogged = 0

    /// A call was refused. Whether it has a line.
    mutating func hasLine(now: NIODeadline) -> Bool {
        if now >= end {
            end = now + Self.length
            lines = 0
        }
        guard lines < Self.linesMax else {
            unlogged += 1
            return false
        }
        lines += 1
        return true
    }

    /// How many had none, once their window is over; 0 for none.
    mutating func takeCount(now: @autoclosure () -> NIODeadline) -> Int {
        guard unlogged > 0, now() >= end else { return 0 }
        defer { unlogged = 0 }
        return unlogged
    }
}
