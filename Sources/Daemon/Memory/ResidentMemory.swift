internal import CMalloc
internal import Glibc

/// The process's memory as the kernel counts it.
enum ResidentMemory {
    /// Gives back what is held for no use: freed blocks that the allocator keeps, and pages of programs and libraries.
    ///
    /// Each read of a program's page maps sixteen around it, and starting reads a little in many places: three quarters of what an idle
    /// daemon shows are such pages. They stay in the kernel's cache; those that are needed come back, at about a microsecond for sixteen.
    static func giveBack() {
        _ = malloc_trim(0)
        guard let map = text(of: "/proc/self/smaps") else { return }
        for pages in FileMapping.all(in: map) where pages.holdsOnlyTheFile {
            madvise(UnsafeMutableRawPointer(bitPattern: pages.start), pages.byteCount, MADV_DONTNEED)
        }
    }

    /// Processor time of all threads since the process began.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// A file of the kernel's, which says no size beforehand.
    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            guard count > 0 else { return nil }
            bytes += piece[..<count]
        }
    }
}

/// A part of a file that is mapped into memory, as proc_pid_smaps(5) tells of it.
struct FileMapping: Equatable {
    var start: UInt
    var byteCount: Int
    var isWritable: Bool
    /// Pages that were written to once, by the loader say, and are the process's own: no file has them.
    var ownKiB: Int

    /// What is unmapped comes back as it was.
    var holdsOnlyTheFile: Bool { !isWritable && ownKiB == 0 }

    static func all(in smaps: String) -> [FileMapping] {
        var found: [FileMapping] = []
        var isFile = false
        for line in smaps.split(separator: "\n") {
            let words = line.split(separator: " ")
            if let first = words.first, !first.hasSuffix(":") {
                let ends = first.split(separator: "-").compactMap { UInt($0, radix: 16) }
                isFile = words.count == 6 && words[5].hasPrefix("/") && ends.count == 2 && ends[0] < ends[1]
                guard isFile else { continue }
                // Until it is said: as if it were all the process's own.
                found.append(
                    FileMapping(start: ends[0], byteCount: Int(ends[1] - ends[0]), isWritable: words[1].contains("w"), ownKiB: .max))
            } else if isFile, words.count == 3, words[0] == "Anonymous:", let kib = Int(words[1]) {
                found[found.count - 1].ownKiB = kib
            }
        }
        return found
    }
}
