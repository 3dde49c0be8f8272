import Foundation
import Testing

@testable import Daemon

@Suite struct MemoryTests {
    @Test("Quiet begins once after each piece of work, the start included") func beginsOnce() {
        var quiet = Quiet(used: .seconds(1))
        let used: [Int] = [2_000, 2_049, 2_098, 2_148, 2_150, 2_150]
        #expect(used.map { quiet.begins(used: .milliseconds($0)) } == [false, true, false, false, true, false])
    }

    @Test("What is given back is gone, and everything still works") func givesBack() throws {
        let before = try filePages()
        ResidentMemory.giveBack()
        #expect(try filePages() < before / 2)
        #expect((1...1000).map(String.init).joined().utf8.count == 2893)
        ResidentMemory.giveBack()
    }

    @Test("Only pages that a file holds are given back: nothing written to, nothing of the process's own") func mappings() {
        let smaps = """
            55d0c0000000-55d0c0002000 r-xp 00000000 fe:00 1234                       /usr/bin/a program
            55d0c0002000-55d0c0004000 r-xp 00000000 fe:00 1234                       /usr/bin/program
            Size:                  8 kB
            Anonymous:             0 kB
            VmFlags: rd ex mr mw me sd
            55d0c0004000-55d0c0005000 r--p 00002000 fe:00 1234                       /usr/bin/program
            Anonymous:             4 kB
            55d0c0005000-55d0c0006000 rw-p 00003000 fe:00 1234                       /usr/bin/program
            Anonymous:             0 kB
            55d0c0006000-55d0c0007000 r--p 00004000 fe:00 1234                       /usr/bin/program
            55d0c0007000-55d0c0009000 r--p 00000000 00:00 0
            Anonymous:             0 kB
            7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]
            Anonymous:             0 kB
            """
        let given = FileMapping.all(in: smaps).filter(\.holdsOnlyTheFile)
        #expect(given == [FileMapping(start: 0x55d0_c000_2000, byteCount: 8192, isWritable: false, ownKiB: 0)])
    }

    /// Resident pages of programs, libraries and other files (proc(5): the third number).
    private func filePages() throws -> Int {
        let numbers = try String(contentsOfFile: "/proc/self/statm", encoding: .ascii).split(separator: " ")
        return try #require(Int(numbers[2]))
    }
}
