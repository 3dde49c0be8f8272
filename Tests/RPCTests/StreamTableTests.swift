import Testing

@testable import RPC

@Suite struct StreamTableTests {
    @Test("Says what a dictionary would, whatever comes and goes")
    func asADictionary() {
        var table = StreamTable<Int>()
        var expected: [StreamID: Int] = [:]
        var random = SystemRandomNumberGenerator()
        for step in 0..<5_000 {
            let id = StreamID.random(in: 0..<5, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: (table[id], expected[id]) = (step, step)
            case 1: (table[id], expected[id]) = (nil, nil)
            case 2: #expect(table.remove(id) == expected.removeValue(forKey: id))
            case 3:
                table[id]? += 1
                expected[id]? += 1
            default: #expect(table[id] == expected[id])
            }
            #expect(table.count == expected.count)
            #expect(table.isEmpty == expected.isEmpty)
        }
        #expect(Dictionary(uniqueKeysWithValues: table.all.map { ($0.id, $0.value) }) == expected)
    }

    @Test("One call needs no dictionary")
    func oneInPlace() {
        var table = StreamTable<Int>()
        for id: StreamID in [1, 3, 5] {
            table[id] = 1
            table[id] = nil
        }
        #expect(table.others.capacity == 0)
    }
}
