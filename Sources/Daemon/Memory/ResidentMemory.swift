internal import CMemory
internal import Glibc

/// The process's memory as the kernel counts it.
enum ResidentMemory {
    /// Gives back what is held for no use: freed blocks that the allocator keeps, and pages of programs and libraries.
    ///
    /// Each read of a program's page maps sixteen around it, and starting reads a little in many places: three quarters of what an idle
    /// daemon shows are such pages. They stay in the kernel's cache; those that are needed come back, at about a microsecond for sixteen.
    static func giveBack() {
        _ = malloc_trim(0)
        for part in programParts { madvise(UnsafeMutableRawPointer(bitPattern: part.start), part.byte_count, MADV_DONTNEED) }
    }

    /// The program's and its libraries' code and constants.
    static var programParts: [CMemoryPart] {
        let count = CMemory_program_parts(nil, 0)
        return Array(unsafeUninitializedCapacity: count) { buffer, written in
            written = min(count, CMemory_program_parts(buffer.baseAddress, count))
        }
    }

    /// Processor time of all threads since the process began.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
