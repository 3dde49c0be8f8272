import CMemory
import Foundation
import Testing

@testable import Daemon

@Suite struct MemoryTests {
    @Test("Quiet begins once after each piece of work, the start included") func beginsOnce() {
        var quiet = Quiet(used: .seconds(1))
        let used: [Int] = [2_000, 2_003, 2_006, 2_010, 2_012, 2_012]
        #expect(used.map { quiet.begins(used: .milliseconds($0)) } == [false, true, false, false, true, false])
    }

    @Test("What is given back is gone, and everything still works") func givesBack() throws {
        let before = try filePages()
        ResidentMemory.giveBack()
        #expect(try filePages() < before / 2)
        #expect((1...1000).map(String.init).joined().utf8.count == 2893)
        ResidentMemory.giveBack()
    }

    @Test("Giving back is no work: quiet does not begin again after it") func forgetsItsOwn() {
        var quiet = Quiet(used: .zero)
        var begins = [quiet.begins(used: .milliseconds(1))]
        quiet.forgets(until: .milliseconds(21))
        begins += [22, 23].map { quiet.begins(used: .milliseconds($0)) }
        #expect(begins == [true, false, false])
    }

    @Test("Only code and constants are given back: what nobody may write to, and no page of which is the process's own")
    func parts() throws {
        let parts = ResidentMemory.programParts
        let file = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps")).readDataToEndOfFile()
        let smaps = String(decoding: file, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        var (mapped, isAsked) = (Set<UInt>(), false)
        for words in smaps {
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            if ends.count == 2 {
                isAsked = parts.contains { $0.start < ends[1] && ends[0] < $0.start + UInt($0.byte_count) }
                if isAsked { mapped.insert(ends[0]) }
                #expect(!isAsked || !words[1].contains("w"), "\(words)")
            } else if isAsked, words[0] == "Anonymous:" {
                #expect(words[1] == "0")
            }
        }
        #expect(mapped.count > 20)
        #expect(parts.allSatisfy { mapped.contains($0.start) })
    }

    /// Resident pages of programs, libraries and other files (proc(5): the third number).
    private func filePages() throws -> Int {
        let numbers = try String(contentsOfFile: "/proc/self/statm", encoding: .ascii).split(separator: " ")
        return try #require(Int(numbers[2]))
    }
}
