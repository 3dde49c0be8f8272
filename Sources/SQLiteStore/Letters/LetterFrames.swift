/// The frames that the writer met last, with their indexes: what a frame is does not change, whatever becomes of transactions.
///
/// Which row a frame has does: a transaction looks that up by itself, and forgets it with itself.
final class LetterFrames {
    /// The one met last is the first.
    private var frames: [(common: [UInt8], frame: LetterFrame)] = []
    /// Each is up to 320 KiB with its index, and 25 KiB for the built-in templates.
    private static let framesMax = 8

    /// The frame of what letters have in common; nil: there is too little of it.
    func frame(of common: [UInt8]) -> LetterFrame? {
        // Arrays of one letter writer share their bytes, and are compared by that first.
        if let first = frames.first, first.common == common { return first.frame }
        if let index = frames.firstIndex(where: { $0.common == common }) {
            frames.insert(frames.remove(at: index), at: 0)
        } else {
            guard let frame = LetterFrame(common) else { return nil }
            if frames.count == Self.framesMax { frames.removeLast() }
            frames.insert((common, frame), at: 0)
        }
        return frames[0].frame
    }
}
