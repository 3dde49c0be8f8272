internal import Glibc

/// Reads what a command was given by name or on standard input.
public enum FileInput {
    /// All of a file, or of standard input for `-`.
    ///
    /// - Throws: ``UsageError`` if it cannot be read or has more than `bytesMax` bytes.
    public static func bytes(of path: String, bytesMax: Int) throws -> [UInt8] {
        let bytes = try bytes(of: path, upTo: bytesMax + 1)
        guard bytes.count <= bytesMax else { throw UsageError("\(path) has more than \(bytesMax) bytes.") }
        return bytes
    }

    /// The first bytes of a file, or of standard input for `-`. Standard input is read to its end all the same: whoever writes it is not to be
    /// told of a broken pipe.
    ///
    /// - Throws: ``UsageError`` if it cannot be read.
    public static func bytes(of path: String, upTo bytesMax: Int) throws -> [UInt8] {
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
            bytes += chunk[..<count].prefix(bytesMax - bytes.count)
            if count == 0 || (bytes.count == bytesMax && !isStandardInput) { return bytes }
        }
    }
}
