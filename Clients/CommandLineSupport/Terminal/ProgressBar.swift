internal import Synchronization

/// One line on a terminal that says how far a long call has come, drawn over itself.
public final class ProgressBar: Sendable {
    private let console: Console
    private let drawn = Mutex("")

    /// Draws nothing unless standard error is a terminal.
    public init(_ console: Console) { self.console = console }

    /// Draws the bar.
    ///
    /// - Parameter total: nil when nobody knows.
    public func update(done: Int, of total: Int?, _ note: String) {
        guard console.isErrorTerminal else { return }
        draw(Self.line(done: done, of: total, note))
    }

    /// Takes the bar away.
    public func finish() {
        guard console.isErrorTerminal else { return }
        draw("")
    }

    static func line(done: Int, of total: Int?, _ note: String) -> String {
        guard let total, total > 0 else { return "\(done)  \(note)" }
        let cells = 24
        let full = min(cells, done * cells / total)
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: cells - full) + "] \(done)/\(total)  \(note)"
    }

    private func draw(_ line: String) {
        drawn.withLock { drawn in
            guard line != drawn else { return }
            console.writeError("\r\(line)\u{1B}[K")
            drawn = line
        }
    }
}
