import CommandLineSupport
import Testing

@Suite("Tables for people")
struct TableTests {
    @Test("Columns are as wide as their widest cell; nothing trails")
    func alignment() {
        var table = Table(["NAME", "N"])
        table.add(["Zoë", "1"])
        table.add(["Maximilian", ""])
        #expect(table.text() == "NAME        N\nZoë         1\nMaximilian\n")
    }

    @Test("Cells count as the terminal draws them: marks are nothing, wide letters and emoji two")
    func widths() {
        #expect(TerminalText.width("Zoe\u{308}") == 3)
        #expect(TerminalText.width("山田") == 4)
        #expect(TerminalText.width("👩‍👧") == 2)
        #expect(TerminalText.width("Ａ") == 2)
        var table = Table(["NAME", "N"])
        table.add(["山田", "1"])
        table.add(["ab", "2"])
        #expect(table.text() == "NAME  N\n山田  1\nab    2\n")
    }

    @Test("A table wider than the terminal takes from its widest columns, and says so with an ellipsis")
    func narrow() {
        var table = Table(["ID", "EMAIL"])
        table.add(["1", "a.very.long.address@example.org"])
        #expect(table.text(width: 24) == "ID  EMAIL\n1   a.very.long.address…\n")
        #expect(table.text(width: 200).contains("@example.org"))
        // Narrower than can be: the least widths stand.
        #expect(table.text(width: 3) == "ID  EMAIL\n1   a.very.…\n")
    }

    @Test(
        "A hostile name cannot drive the terminal, hide or turn what is around it",
        arguments: [
            ("\u{1B}[2J", "\\u{1b}[2J"), ("a\u{7}b", "a\\u{7}b"), ("a\nb", "a\\u{a}b"), ("a\rb", "a\\u{d}b"), ("\u{9B}31m", "\\u{9b}31m"),
            ("\u{202E}gnp", "\\u{202e}gnp"), ("\u{200F}x", "\\u{200f}x"), ("\u{2028}", "\\u{2028}"), ("\u{FEFF}", "\\u{feff}"),
            ("\u{7F}", "\\u{7f}"), ("\u{2066}", "\\u{2066}"), ("\u{E000}", "\\u{e000}"), ("Zoë O’Neil 山", "Zoë O’Neil 山"),
        ])
    func hostile(text: String, shown: String) {
        #expect(TerminalText.safe(text) == shown)
        var table = Table(["A"])
        table.add([text])
        #expect(table.text() == "A\n\(shown)\n")
    }
}
