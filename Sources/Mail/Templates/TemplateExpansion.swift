internal import Mustache

/// A template with everything decided but the values: what the renderer makes of it depends on which of them there are, and on nothing else.
/// It is asked once for each case, with marks for values; a letter is then written by copying.
struct TemplateExpansion: Sendable {
    private let present: [Bool]
    private let pieces: [Piece]
    private let lines: [Lines]

    private enum Piece: Sendable {
        case literal([UInt8])
        case value(LetterTemplates.Name)
    }

    /// Of a body.
    private enum Lines: Sendable {
        /// The same in every letter, as they go out.
        case encoded([UInt8])
        /// One in which a value stands.
        case line([Piece])
    }

    /// - Parameter present: the values that there are.
    init(_ template: MustacheTemplate, present: Set<LetterTemplates.Name>) {
        self.present = LetterTemplates.Name.allCases.map { present.contains($0) }
        let marks = present.map { ($0.rawValue, String(Unicode.Scalar(Self.mark(of: $0)))) }
        let pieces = Self.pieces(of: Array(template.render(Dictionary(uniqueKeysWithValues: marks)).utf8))
        self.pieces = pieces
        lines = Self.lines(of: pieces)
    }

    /// Whether there are these values and no others; an empty one is none.
    func fits(_ values: [LetterTemplates.Name: String]) -> Bool {
        zip(LetterTemplates.Name.allCases, present).allSatisfy { name, isPresent in isPresent == !(values[name] ?? "").isEmpty }
    }

    func text(_ values: [LetterTemplates.Name: String]) -> String {
        var bytes: [UInt8] = []
        Self.append(pieces, values, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As quoted-printable; `TokenPlaceholder.mark` in a value becomes the placeholder.
    func body(_ values: [LetterTemplates.Name: String], placeholder: TokenPlaceholder) -> [UInt8] {
        var bytes: [UInt8] = []
        var own: [UInt8] = []
        for part in lines {
            switch part {
            case .encoded(let encoded): bytes += encoded
            case .line(let pieces):
                own.removeAll(keepingCapacity: true)
                Self.append(pieces, values, to: &own)
                QuotedPrintable.append(lines: own, placeholder: placeholder, to: &bytes)
            }
        }
        return bytes
    }

    private static func append(_ pieces: [Piece], _ values: [LetterTemplates.Name: String], to bytes: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .literal(let literal): bytes += literal
            case .value(let name): if let value = values[name] { bytes += value.utf8 }
            }
        }
    }

    /// A control character, of which a template has none (`TemplateScan`), and which is a character by itself whatever follows. There are eight
    /// before the tab; a test counts.
    static func mark(of name: LetterTemplates.Name) -> UInt8 {
        UInt8(1 + (LetterTemplates.Name.allCases.firstIndex(of: name) ?? 0))
    }

    private static func pieces(of rendered: [UInt8]) -> [Piece] {
        let names = Dictionary(uniqueKeysWithValues: LetterTemplates.Name.allCases.map { (mark(of: $0), $0) })
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        for byte in rendered {
            guard let name = names[byte] else {
                literal.append(byte)
                continue
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = []
            pieces.append(.value(name))
        }
        return literal.isEmpty ? pieces : pieces + [.literal(literal)]
    }

    /// Lines without a value in them are encoded here, and joined.
    private static func lines(of pieces: [Piece]) -> [Lines] {
        var lines: [Lines] = []
        var encoded: [UInt8] = []
        for line in split(pieces) {
            let literals = line.compactMap { piece in
                if case .literal(let literal) = piece { literal } else { nil }
            }
            if literals.count == line.count {
                QuotedPrintable.append(lines: literals.flatMap { $0 }, placeholder: nil, to: &encoded)
            } else {
                if !encoded.isEmpty { lines.append(.encoded(encoded)) }
                encoded = []
                lines.append(.line(line))
            }
        }
        return encoded.isEmpty ? lines : lines + [.encoded(encoded)]
    }

    private static func split(_ pieces: [Piece]) -> [[Piece]] {
        var lines: [[Piece]] = [[]]
        for piece in pieces {
            guard case .literal(let literal) = piece else {
                lines[lines.count - 1].append(piece)
                continue
            }
            for (index, part) in literal.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
                if index > 0 { lines.append([]) }
                if !part.isEmpty { lines[lines.count - 1].append(.literal(Array(part))) }
            }
        }
        return lines
    }
}
