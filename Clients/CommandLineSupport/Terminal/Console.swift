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

    /// A console of one's own.
    public init(
        isInputTerminal: Bool, isErrorTerminal: Bool, width: Int?, write: @escaping @Sendable (String) -> Void,
        writeError: @escaping @Sendable (String) -> Void, readLine: @escaping @Sendable () -> String?
    ) {
        self.isInputTerminal = isInputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.width = width
        self.write = write
        self.writeError = writeError
        self.readLine = readLine
    }

    /// The process's own.
    public static var standard: Console {
        Console(
            isInputTerminal: isatty(0) == 1, isErrorTerminal: isatty(2) == 1, width: terminalWidth(1),
            write: { writeAll($0, to: 1) }, writeError: { writeAll($0, to: 2) }, readLine: { Swift.readLine() })
    }

    private static func terminalWidth(_ descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func writeAll(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                // Nobody reads any more; there is nobody to tell.
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            }
        }
    }
}
