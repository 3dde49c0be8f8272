import Testing

@testable import Daemon

@Suite struct FileChangesTests {
    /// A stamp by its second; the rest does not matter here.
    private func stamp(_ second: Int) -> FileChanges.Stamp {
        var stamp = FileChanges.Stamp(of: "/")!
        stamp.modifiedSeconds = second
        return stamp
    }

    @Test("A change is told of when the files lie still, and until they were read")
    func untilRead() {
        var changes = FileChanges([stamp(1), nil])
        func look(_ stamps: [FileChanges.Stamp?]) -> Bool { changes.look(stamps) }
        #expect(look([stamp(1), nil]) == false)
        #expect(look([stamp(2), nil]) == false)
        #expect(look([stamp(2), stamp(2)]) == false)
        #expect(look([stamp(2), stamp(2)]))
        #expect(look([stamp(2), stamp(2)]), "they could not be read: it is to be tried again")
        changes.wereRead([stamp(2), stamp(2)])
        #expect(look([stamp(2), stamp(2)]) == false)
        changes.wereRead([stamp(1), stamp(2)])
        #expect(look([stamp(2), stamp(2)]), "they changed while they were read")
    }

    @Test("A file that goes away is a change, and one that is put back before it is reported is none")
    func goingAway() {
        var changes = FileChanges([stamp(1)])
        func look(_ stamps: [FileChanges.Stamp?]) -> Bool { changes.look(stamps) }
        #expect(look([nil]) == false)
        #expect(look([stamp(1)]) == false)
        #expect(look([nil]) == false)
        #expect(look([nil]))
    }
}
