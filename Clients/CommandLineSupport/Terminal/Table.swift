/// Rows under headings, aligned, as a person reads them.
public struct Table: Sendable, Equatable {
    /// The headings.
    public let headings: [String]
    /// Each as long as the headings, or shorter.
    public private(set) var rows: [[String]] = []

    /// A table without rows.
    public init(_ headings: [String]) { self.headings = headings }

    /// Adds a row; its cells may hold anything.
    public mutating func add(_ cells: [String]) { rows.append(cells.map(TerminalText.safe)) }

    /// The lines of the table, two spaces between columns.
    ///
    /// - Parameter width: of the terminal; nil is unlimited. Where the table is wider, the widest columns give way, down to the
    ///   width of their heading and of eight characters.
    public func text(width: Int? = nil) -> String {
        var widths = headings.indices.map { column in
            ([headings[column]] + rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }).map(TerminalText.width).max() ?? 0
        }
        if let width { shrink(&widths, to: width) }
        return ([headings] + rows).map { line($0, widths) }.joined()
    }

    private func shrink(_ widths: inout [Int], to width: Int) {
        let least = headings.map { max(8, TerminalText.width($0)) }
        while widths.reduce(0, +) + 2 * (widths.count - 1) > width {
            let candidates = widths.indices.filter { widths[$0] > least[$0] }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() where column < widths.count {
            let shown = TerminalText.cut(cell, to: widths[column])
            line += shown + String(repeating: " ", count: max(0, widths[column] - TerminalText.width(shown)) + 2)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}
