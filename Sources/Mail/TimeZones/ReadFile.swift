internal import Glibc

/// A small regular file's bytes; nil when it cannot be read or is larger than that.
func readFile(_ path: String, byteCountMax: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    let chunkSize = 16_384
    while bytes.count <= byteCountMax {
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, initializedCount in
            repeat { count = read(descriptor, buffer.baseAddress, chunkSize) } while count < 0 && errno == EINTR
            initializedCount = max(count, 0)
        }
        if count < 0 { return nil }
        if count == 0 { return bytes }
        bytes += chunk
    }
    return nil
}
