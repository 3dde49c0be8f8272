/// Names made comparable, so that "zoe" finds "Zoë" and "obrien" finds "O'Brien" (R10).
///
/// Folding drops case and accents of Latin, Greek and Cyrillic letters by a generated table, and writes letters such as ß, ø, ł and æ
/// as people type them without the key: ss, o, l, ae. Other scripts stay as they are. Folded text is UTF-8, made of words of
/// letters and digits only. Folding twice changes nothing more.
public enum NameFolding {
    /// The folded words under which a name is found: its parts between spaces, hyphens and apostrophes; each compound as one word
    /// (`O'Brien`: o, brien, obrien; `Anne-Marie`: anne, marie, annemarie); and the whole as one word (`De La Cruz`: delacruz).
    /// Each once, in that order.
    public static func indexWords(of name: String) -> [String] {
        var words: [String] = []
        func add(_ word: [UInt8]) {
            let text = String(decoding: word, as: UTF8.self)
            if !word.isEmpty && !words.contains(text) { words.append(text) }
        }
        var part: [UInt8] = []
        var compound: [UInt8] = []
        var compoundParts = 0
        var whole: [UInt8] = []
        func endPart() {
            guard !part.isEmpty else { return }
            add(part)
            compound += part
            compoundParts += 1
            part.removeAll(keepingCapacity: true)
        }
        func endCompound() {
            endPart()
            if compoundParts > 1 { add(compound) }
            whole += compound
            compound.removeAll(keepingCapacity: true)
            compoundParts = 0
        }
        forEachPiece(of: name) { piece in
            switch piece {
            case .letter(let byte): part.append(byte)
            case .letters(let bytes): part.append(contentsOf: bytes)
            case .apostrophe, .hyphen: endPart()
            case .separator: endCompound()
            }
        }
        endCompound()
        add(whole)
        return words
    }

    /// The folded terms of a search, each to be found as the beginning of some index word, all of them: `O'Brien` asks for obrien,
    /// `anne-m` for anne and m. Each once.
    public static func searchTerms(of query: String) -> [String] {
        var terms: [String] = []
        var term: [UInt8] = []
        func end() {
            let text = String(decoding: term, as: UTF8.self)
            if !term.isEmpty && !terms.contains(text) { terms.append(text) }
            term.removeAll(keepingCapacity: true)
        }
        forEachPiece(of: query) { piece in
            switch piece {
            case .letter(let byte): term.append(byte)
            case .letters(let bytes): term.append(contentsOf: bytes)
            case .apostrophe: break
            case .hyphen, .separator: end()
            }
        }
        end()
        return terms
    }

    /// A name folded whole, words separated by one space: what the stable order compares (R12).
    public static func sortKey(of name: String) -> String {
        var key: [UInt8] = []
        var isBetween = false
        func separate() {
            if isBetween && !key.isEmpty { key.append(UInt8(ascii: " ")) }
            isBetween = false
        }
        forEachPiece(of: name) { piece in
            switch piece {
            case .letter(let byte):
                separate()
                key.append(byte)
            case .letters(let bytes):
                separate()
                key.append(contentsOf: bytes)
            case .apostrophe: break
            case .hyphen, .separator: isBetween = true
            }
        }
        return String(decoding: key, as: UTF8.self)
    }

    private enum Piece {
        /// ASCII, which takes no look-up and no slice.
        case letter(UInt8)
        case letters(ArraySlice<UInt8>)
        case apostrophe
        case hyphen
        case separator
    }

    /// Walks `text`, folding as it goes.
    private static func forEachPiece(of text: String, _ body: (Piece) -> Void) {
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if value < 0x80 {
                let byte = UInt8(truncatingIfNeeded: value)
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): body(.letter(byte))
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): body(.letter(byte | 0x20))
                case UInt8(ascii: "'"), UInt8(ascii: "`"): body(.apostrophe)
                case UInt8(ascii: "-"): body(.hyphen)
                default: body(.separator)
                }
            } else {
                body(folded(scalar))
            }
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Piece {
        guard let value = UInt16(exactly: scalar.value) else { return .letters(ArraySlice(Array(String(scalar).utf8))) }
        let scalars = FoldingTable.scalars
        let index = lowerBound(of: value, in: scalars)
        if index < scalars.count && scalars[index] == value {
            let place = FoldingTable.places[index]
            return .letters(FoldingTable.utf8[Int(place >> 4)..<Int(place >> 4) + Int(place & 15)])
        }
        let apostrophe = lowerBound(of: value, in: FoldingTable.apostrophes)
        if apostrophe < FoldingTable.apostrophes.count && FoldingTable.apostrophes[apostrophe] == value { return .apostrophe }
        // U+2010 to U+2015 are hyphens and dashes.
        if (0x2010...0x2015).contains(value) || value == 0xff0d { return .hyphen }
        // Firsts stand at even places, lasts at odd ones: inside a range if the bound is a last, or the first itself.
        let separators = FoldingTable.separators
        let bound = lowerBound(of: value, in: separators)
        if bound < separators.count && (bound % 2 == 1 || separators[bound] == value) { return .separator }
        return .letters(ArraySlice(Array(String(scalar).utf8)))
    }

    /// The first place whose value is not below `value`.
    private static func lowerBound(of value: UInt16, in values: [UInt16]) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
