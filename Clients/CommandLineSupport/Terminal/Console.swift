internal import Glibc

/// Where a command reads and writes; tests bring their own.
public struct Console: Sendable {
    /// Whether a person can answer a question.
    public var isInputTerminal: Bool
    /// Whether progress can be drawn.
    public var isErrorTerminal: Bool
    /// Cells of a line of the terminal that output goes to; nil if it goes elsewhere.
    public var width: Int?
    /// Writes to standard output.
    public var write: @Sendable (String) -> Void
    /// Writes to standard error.
    public var writeError: @Sendable (String) -> Void
    /// The next line of standard input, without its end.
    public var readLine: @Sendable () -> String?
    /// The first failure to write to standard output; nil: all of it got there.
    public var outputLost: @Sendable () -> OutputLost?

    /// Whether nobody reads standard output any more, as `head` does after its lines: no use in going on.
    public var isReaderGone: @Sendable () -> Bool

    /// A console of one's own.
    public init(
        isInputTerminal: Bool, isErrorTerminal: Bool, width: Int?, write: @escaping @Sendable (String) -> Void,
        writeError: @escaping @Sendable (String) -> Void, readLine: @escaping @Sendable () -> String?,
        outputLost: @escaping @Sendable () -> OutputLost? = { nil }, isReaderGone: @escaping @Sendable () -> Bool = { false }
    ) {
        self.isInputTerminal = isInputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.width = width
        self.write = write
        self.writeError = writeError
        self.readLine = readLine
        self.outputLost = outputLost
        self.isReaderGone = isReaderGone
    }

    /// The process's own. To be made before anything is opened.
    public static var standard: Console {
        holdStandardDescriptors()
        return Console(output: 1, errors: 2)
    }

    /// Writes to these file descriptors, and reads standard input.
    public init(output: Int32, errors: Int32) {
        let (writer, errorWriter) = (DescriptorWriter(output), DescriptorWriter(errors))
        self.init(
            isInputTerminal: isatty(0) == 1, isErrorTerminal: isatty(errors) == 1, width: Self.terminalWidth(output),
            write: { writer.write($0) }, writeError: { errorWriter.write($0) }, readLine: { Swift.readLine() },
            outputLost: { writer.lost }, isReaderGone: { writer.isReaderGone })
    }

    /// Asks on standard error; only a yes is one.
    public func confirms(_ question: String) -> Bool {
        writeError("\(TerminalText.safe(question)) [y/N] ")
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }

    /// What a command that ended with `status` is to end the process with: says on standard error if its output was lost, which is no
    /// success.
    public func finish(_ status: Int32, isJSON: Bool = false) -> Int32 {
        guard let lost = outputLost() else { return status }
        let report = FailureReport(lost)
        writeError(isJSON ? report.json : report.text)
        return status == ExitStatus.success ? report.exitStatus : status
    }

    private static func terminalWidth(_ descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Keeps the standard descriptors from being given to files and connections that are opened later, which would then be written to
    /// as if they were the output: one that is closed becomes one that cannot be used the way it is meant.
    private static func holdStandardDescriptors() {
        for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // The lowest free number is this one.
            _ = open("/dev/null", (descriptor == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC)
        }
    }
}
