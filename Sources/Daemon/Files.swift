#if canImport(Glibc)
    internal import Glibc
#endif

/// A small text file whole; at most 1 MiB. Throws `StartupError` naming it.
func readText(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StartupError(.file, "\(path) cannot be read: \(String(cString: strerror(errno))).") }
    defer { close(descriptor) }
    let bytesMax = 1 << 20
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, count in
        while count < bytesMax {
            let more = read(descriptor, buffer.baseAddress! + count, bytesMax - count)
            if more < 0 && errno == EINTR { continue }
            if more < 0 { failure = errno }
            guard more > 0 else { return }
            count += more
        }
    }
    if let failure { throw StartupError(.file, "\(path) cannot be read: \(String(cString: strerror(failure))).") }
    guard bytes.count < bytesMax, let text = String(validating: bytes, as: UTF8.self) else {
        throw StartupError(.file, "\(path) is not a text file of less than 1 MiB.")
    }
    return text
}

/// The one line of a file that only its owner can read. Throws `StartupError`; never says what the file holds.
func readPassword(_ path: String) throws -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { throw StartupError(.file, "\(path) cannot be read: \(String(cString: strerror(errno))).") }
    guard status.st_mode & 0o077 == 0 else {
        throw StartupError(.configuration, "The password file \(path) is open to others than its owner: chmod 600.")
    }
    let lines = try readText(path).split(separator: "\n", omittingEmptySubsequences: false)
    guard let password = lines.first, !password.isEmpty, lines.dropFirst().allSatisfy(\.isEmpty),
        password.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
    else { throw StartupError(.configuration, "\(path) must hold a password on one line.") }
    return String(password)
}

/// Makes a file that only its owner can read; refuses to overwrite one. Throws `StartupError` naming it.
public func createSecretFile(_ path: String, _ text: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StartupError(.file, "\(path) cannot be made: \(String(cString: strerror(errno))).") }
    defer { close(descriptor) }
    var text = text
    let isWhole = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) == $0.count }
    guard isWhole, fsync(descriptor) == 0 else {
        throw StartupError(.file, "\(path) could not be written: \(String(cString: strerror(errno))).")
    }
}

/// Writes to standard error in one piece, so that lines of several threads do not mix.
public func writeToStandardError(_ text: String) { write(text, to: STDERR_FILENO) }

/// Writes what a command was asked for.
public func writeToStandardOutput(_ text: String) { write(text, to: STDOUT_FILENO) }

private func write(_ text: String, to descriptor: CInt) {
    var text = text
    text.withUTF8 { bytes in
        var sent = 0
        while sent < bytes.count {
            let count = write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }
}
