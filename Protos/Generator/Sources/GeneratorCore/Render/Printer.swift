/// Text, line by line, indented by four spaces a level.
struct Printer {
    private(set) var text = ""
    private var level = 0

    /// A line; an empty one carries no spaces.
    mutating func line(_ line: String = "") {
        text += line.isEmpty ? "\n" : String(repeating: "    ", count: level) + line + "\n"
    }

    mutating func lines(_ lines: [String]) {
        for line in lines { self.line(line) }
    }

    /// A doc comment; `fallback` if there is none.
    mutating func docs(_ docs: [String], fallback: String) {
        for line in docs.isEmpty ? [fallback] : docs { self.line(line.isEmpty ? "///" : "/// \(line)") }
    }

    /// `head {`, the body one level in, `}`.
    mutating func block(_ head: String, _ body: (inout Printer) -> Void) {
        line("\(head) {")
        level += 1
        body(&self)
        level -= 1
        line("}")
    }
}
