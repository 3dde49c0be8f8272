import CommandLineSupport
import Glibc
import RPC
import Testing

@Suite("Output that gets lost")
struct LostOutputTests {
    @Test("What cannot be written to a full disk is said on standard error, and is no success")
    func full() throws {
        let (full, errors) = (open("/dev/full", O_WRONLY | O_CLOEXEC), try Pipe())
        defer { close(full) }
        let console = Console(output: full, errors: errors.writeEnd)
        #expect(console.outputLost() == nil)
        console.write("the answer\n")
        #expect(console.outputLost() == OutputLost(cause: "No space left on device"))
        #expect(console.finish(ExitStatus.success) == 79)
        #expect(errors.text().hasPrefix("invitationctl: DATA_LOSS / OUTPUT_LOST\n  Standard output could not be written: No space left"))
    }

    @Test("A closed standard output is as lost; a command that failed keeps its own status")
    func closed() throws {
        let errors = try Pipe()
        let console = Console(output: -1, errors: errors.writeEnd)
        console.write("the answer\n")
        #expect(console.finish(ExitStatus.success, isJSON: true) == 79)
        #expect(errors.text().contains("\"reason\": \"OUTPUT_LOST\""))
        #expect(console.finish(ExitStatus.failure(.failedPrecondition)) == 73)
    }

    @Test("A descriptor that the runtime took for itself is no output")
    func taken() throws {
        let (queue, errors) = (inotify_init(), try Pipe())
        defer { close(queue) }
        let console = Console(output: queue, errors: errors.writeEnd)
        console.write("12345678")
        #expect(console.outputLost() == OutputLost(cause: "Bad file descriptor"))
    }

    @Test("A reader that stopped reading is no error")
    func nobodyReads() throws {
        signal(SIGPIPE, SIG_IGN)
        let (output, errors) = (try Pipe(), try Pipe())
        output.closeReading()
        let console = Console(output: output.writeEnd, errors: errors.writeEnd)
        #expect(console.isReaderGone())
        console.write("the answer\n")
        #expect(console.finish(ExitStatus.success) == 0)
    }

    @Test("What gets there is not lost")
    func written() throws {
        let (output, errors) = (try Pipe(), try Pipe())
        let console = Console(output: output.writeEnd, errors: errors.writeEnd)
        console.write("the answer\n")
        #expect(!console.isReaderGone())
        #expect(console.finish(ExitStatus.success) == 0)
        #expect(output.text() == "the answer\n")
    }
}

/// A pipe that a test writes a little into and reads.
private final class Pipe {
    private var readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        closeReading()
        close(writeEnd)
    }

    func closeReading() {
        if readEnd >= 0 { close(readEnd) }
        readEnd = -1
    }

    /// What was written so far.
    func text() -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(readEnd, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
