import CommandLineSupport
import Glibc
import Testing

@Suite("Work without an end of its own", .serialized)
struct InterruptionTests {
    @Test("A signal cancels work without an end of its own, whose status then counts", arguments: [SIGINT, SIGTERM])
    func interruption(number: Int32) async throws {
        let status = try await Interruption.cancelling {
            kill(getpid(), number)
            try? await Task.sleep(for: .seconds(60))
            return Task.isCancelled ? 7 : 8
        }
        #expect(status == 7)
    }

    @Test("Work that ends by itself, or fails, is not waited for by anything")
    func ended() async throws {
        #expect(try await Interruption.cancelling { 3 } == 3)
        await #expect(throws: UsageError.self) { try await Interruption.cancelling { throw UsageError("no") } }
    }
}
