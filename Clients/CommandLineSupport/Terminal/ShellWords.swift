/// Commands to be pasted into a shell.
public enum ShellWords {
    /// The command that a process was started with, to be said once more with another value for an option.
    ///
    /// - Parameters:
    ///   - arguments: of the process, the program first, its subcommand second.
    ///   - option: replaces what the arguments say of it, as `--option value` or `--option=value`.
    public static func command(_ arguments: [String], with option: String, _ value: String) -> String {
        var words: [String] = []
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            if word == option {
                _ = rest.popFirst()
            } else if !word.hasPrefix(option + "=") {
                words.append(word)
            }
        }
        return (["invitationctl"] + words.prefix(1) + [option, value] + words.dropFirst()).map(quoted).joined(separator: " ")
    }

    /// The text as one word of a shell.
    public static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:=@%+,".utf8.contains(byte)
            }
        }
        guard !isPlain || text.isEmpty else { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
