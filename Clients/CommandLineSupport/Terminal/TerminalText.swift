/// Text from elsewhere on its way to a person's terminal.
public enum TerminalText {
    /// The text with everything that could drive the terminal, or hide or turn what is around it, written as `\u{1b}`.
    ///
    /// Names and addresses come from a school's system and from whoever fills it in.
    public static func safe(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// How many cells the text takes: none for marks that combine, two for wide East Asian characters and emoji.
    public static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// At most `cells` wide, the last an ellipsis if something was cut.
    static func cut(_ text: String, to cells: Int) -> String {
        guard width(text) > cells else { return text }
        var result = ""
        var used = 0
        for character in text {
            let next = width(character)
            guard used + next < cells else { break }
            result.append(character)
            used += next
        }
        return cells > 0 ? result + "…" : ""
    }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return isWide(scalar) || character.unicodeScalars.contains { $0.value == 0xFE0F } ? 2 : 1
    }

    /// The blocks that Unicode's East Asian Width calls wide, and the emoji shown so.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        // The joiner is part of names and emoji; the other format characters turn or hide text.
        case .format: return scalar.value != 0x200D && scalar.value != 0x200C
        default: return false
        }
    }
}
