internal import Glibc

/// A small regular file's bytes; nil when it cannot be read or is larger than that.
func readFile(_ path: String, byteCountMax: Int) -> [UInt8]? { try? readSmallFile(path, byteCountMax: byteCountMax) }

/// A small regular file's bytes. Never waits for whoever writes to a pipe. Throws `FileError`, with `EFBIG` for a larger one and `EINVAL` for
/// what is no regular file.
func readSmallFile(_ path: String, byteCountMax: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(call: "open", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(call: "fstat", code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(call: "open", code: EINVAL) }
    var bytes: [UInt8] = []
    let chunkSize = 16_384
    while bytes.count <= byteCountMax {
        var count = 0
        var code: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, initializedCount in
            repeat { count = read(descriptor, buffer.baseAddress, chunkSize) } while count < 0 && errno == EINTR
            code = errno
            initializedCount = max(count, 0)
        }
        if count < 0 { throw FileError(call: "read", code: code) }
        if count == 0 { return bytes }
        bytes += chunk
    }
    throw FileError(call: "read", code: EFBIG)
}
