import InvitationStore
import Testing

@Suite struct GatheredRowsTests {
    private func gathered(_ texts: [String]) -> GatheredRows {
        var rows = GatheredRows()
        for text in texts { rows.append { $0.append(contentsOf: text.utf8) } }
        return rows
    }

    private func texts(_ rows: SortedRows) -> [String] {
        (0..<rows.count).map { rows.withBytes(at: $0) { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("Gathered rows come in the order of their bytes, whichever slice they came from")
    func order() {
        let some = ["b", "ab", "abcdefgh", "abcdefghi", "", "abcdefgha", "a\u{7f}", "é"]
        let more = ["abcdefg", "abcdefgh\u{0}", "a", "abcdefghib"]
        var all = gathered(some)
        all += gathered(more)
        let expected = (some + more).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(texts(all.takeSorted()) == expected)
    }

    @Test("What was taken is gone, and what it took is counted")
    func taken() {
        var rows = gathered(["b", "a"])
        #expect(!rows.isEmpty && rows.byteCount == 2 + 2 * 16)
        #expect(texts(rows.takeSorted()) == ["a", "b"])
        #expect(rows.isEmpty && rows.byteCount == 0)
        rows += gathered(["d", "c"])
        #expect(texts(rows.takeSorted()) == ["c", "d"])
    }
}
