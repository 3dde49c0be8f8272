internal import Synchronization

/// What the letters of some templates have in common, written down by the first who needs it.
final class CommonLetter: Sendable {
    private let bytes = Mutex<[UInt8]?>(nil)

    func bytes(or write: () -> [UInt8]) -> [UInt8] {
        bytes.withLock { bytes in
            if let bytes { return bytes }
            let written = write()
            bytes = written
            return written
        }
    }
}
