internal import Glibc

/// Reads what a command was given by name or on standard input.
public enum FileInput {
    /// All of a file, or of standard input for `-`.
    ///
    /// - Throws: ``UsageError`` if it cannot be read or has more than `bytesMax` bytes.
    public static func bytes(of path: String, bytesMax: Int) throws -> [UInt8] {
        let isStandardInput = path == "-"
        let descriptor = isStandardInput ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UsageError("The file \(path) cannot be read: \(String(cString: strerror(errno))).") }
        defer { if !isStandardInput { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw UsageError("\(path) cannot be read: \(String(cString: strerror(errno))).") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= bytesMax else { throw UsageError("\(path) has more than \(bytesMax) bytes.") }
        }
    }
}
