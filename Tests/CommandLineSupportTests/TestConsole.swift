import CommandLineSupport
import Synchronization

/// A console whose person is a list of lines.
final class TestConsole: Sendable {
    private struct State {
        var output = ""
        var errors = ""
        var lines: [String]
    }

    private let state: Mutex<State>
    private let isTerminal: Bool

    init(isTerminal: Bool = true, lines: [String] = []) {
        self.isTerminal = isTerminal
        state = Mutex(State(lines: lines))
    }

    var output: String { state.withLock { $0.output } }
    var errors: String { state.withLock { $0.errors } }

    var console: Console {
        Console(
            isInputTerminal: isTerminal, isErrorTerminal: isTerminal, width: nil,
            write: { text in self.state.withLock { $0.output += text } }, writeError: { text in self.state.withLock { $0.errors += text } },
            readLine: { self.state.withLock { $0.lines.isEmpty ? nil : $0.lines.removeFirst() } })
    }
}
