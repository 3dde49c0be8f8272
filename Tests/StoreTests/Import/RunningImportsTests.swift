import Invitations
import Testing

@testable import InvitationStore

@Suite struct RunningImportsTests {
    @Test("R32: Imports of several schools share what one may take, and one of a school keeps out another of it")
    func share() throws {
        let running = RunningImports()
        #expect(running.share(of: 60) == 60)
        for (index, id) in ["a", "b", "c"].enumerated() {
            try running.enter(SchoolID(unchecked: id))
            #expect(running.share(of: 60) == 60 / (index + 1))
        }
        #expect(throws: InvitationError.self) { try running.enter(SchoolID(unchecked: "b")) }
        running.leave(SchoolID(unchecked: "b"))
        #expect(running.share(of: 60) == 30)
        try running.enter(SchoolID(unchecked: "b"))
    }
}
