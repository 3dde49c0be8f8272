internal import CMalloc
internal import Glibc

/// A part of the program or of a library as it lies in its file: code and constants, which nothing writes to.
struct ProgramPart: Equatable {
    var start: UInt
    var byteCount: Int

    /// Of all that is loaded (dl_iterate_phdr(3)), but for what the loader wrote into where others only read: it is not as in the file.
    static func all() -> [ProgramPart] {
        var found: [ProgramPart] = []
        withUnsafeMutablePointer(to: &found) { found in
            _ = dl_iterate_phdr(
                { object, _, found in
                    guard let object = object?.pointee, let found = found?.assumingMemoryBound(to: [ProgramPart].self) else { return 0 }
                    let headers = UnsafeBufferPointer(start: object.dlpi_phdr, count: Int(object.dlpi_phnum))
                    guard !headers.contains(where: { ProgramPart.isWrittenInto($0, at: UInt(object.dlpi_addr)) }) else { return 0 }
                    for header in headers where header.p_type == PT_LOAD && header.p_flags & UInt32(PF_W) == 0 {
                        found.pointee.append(ProgramPart(header, at: UInt(object.dlpi_addr)))
                    }
                    return 0
                }, found)
        }
        return found
    }

    private init(_ header: Elf64_Phdr, at base: UInt) {
        let page = UInt(getpagesize())
        start = (base + UInt(header.p_vaddr)) & ~(page - 1)
        let end = (base + UInt(header.p_vaddr + header.p_memsz) + page - 1) & ~(page - 1)
        byteCount = Int(end - start)
    }

    /// Whether this is the loader's list, and says that code was relocated.
    private static func isWrittenInto(_ header: Elf64_Phdr, at base: UInt) -> Bool {
        guard header.p_type == PT_DYNAMIC else { return false }
        guard var entry = UnsafePointer<Elf64_Dyn>(bitPattern: base + UInt(header.p_vaddr)) else { return false }
        while entry.pointee.d_tag != DT_NULL {
            if entry.pointee.d_tag == DT_TEXTREL { return true }
            if entry.pointee.d_tag == DT_FLAGS, entry.pointee.d_un.d_val & UInt64(DF_TEXTREL) != 0 { return true }
            entry += 1
        }
        return false
    }
}
