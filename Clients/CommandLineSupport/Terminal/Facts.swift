/// Answers to questions, one below the other. Nothing is cut: who reads them is asked about the very end of an address.
public struct Facts: Sendable, Equatable {
    private struct Line: Sendable, Equatable {
        var question: String
        var answer: String
    }

    private var lines: [Line] = []

    /// No questions.
    public init() {}

    /// Adds an answer; it may hold anything.
    public mutating func add(_ question: String, _ answer: String) { add(question, [answer]) }

    /// Adds an answer of several lines.
    public mutating func add(_ question: String, _ answers: [String]) {
        for (index, answer) in answers.enumerated() {
            lines.append(Line(question: index == 0 ? question : "", answer: TerminalText.safe(answer)))
        }
    }

    /// The lines, answers aligned.
    public var text: String {
        let width = lines.map { TerminalText.width($0.question) }.max() ?? 0
        return lines.map { line in
            line.question + String(repeating: " ", count: width - TerminalText.width(line.question) + 2) + line.answer + "\n"
        }.joined()
    }
}
