import Testing

@testable import SQLiteStore

@Suite struct LetterDifferenceTests {
    private let random = SeededRandom(seed: 20)

    private func number(below limit: Int) -> Int {
        Int(random.bytes(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(limit))
    }

    /// Of few or many different bytes, so that there are repetitions of all kinds.
    private func bytes(_ count: Int) -> [UInt8] {
        let kinds = [1, 2, 4, 256][number(below: 4)]
        return random.bytes(count).map { $0 % UInt8(clamping: kinds) }
    }

    /// Pieces of the frame, from anywhere in it, and bytes of its own between them.
    private func letter(of frame: [UInt8]) -> [UInt8] {
        var letter: [UInt8] = []
        for _ in 0..<number(below: 12) {
            let start = number(below: frame.count)
            letter += frame[start..<min(frame.count, start + number(below: 800))]
            letter += bytes(number(below: 40))
        }
        return letter
    }

    @Test("R20: what is decoded is what was encoded, to the byte, of any letter and any frame")
    func anything() throws {
        var smaller = 0
        for round in 0..<600 {
            let common = bytes(8 + number(below: round % 50 == 0 ? 70_000 : 4000))
            let frame = try #require(LetterFrame(common))
            let letter = round % 10 == 0 ? bytes(number(below: 3000)) : letter(of: common)
            guard let difference = LetterDifference.encode(letter, from: frame) else { continue }
            #expect(difference.count < letter.count)
            #expect(try LetterDifference.decode(difference, from: frame.bytes) == letter)
            smaller += 1
        }
        #expect(smaller > 300)
    }

    @Test("A letter that has words of its own in some places of its frame is those words and little more")
    func small() throws {
        let page = SampleLetters.page()
        let letter = SampleLetters.letter("Dear Mrs Oakes,", of: page)
        let frame = try #require(LetterFrame(page))
        let difference = try #require(LetterDifference.encode(letter, from: frame))
        #expect(difference.count < 3 * "Dear Mrs Oakes,".utf8.count + 40)
    }

    @Test("What would not be smaller is no difference: the empty letter, a short one, one that has nothing of the frame")
    func incompressible() throws {
        let frame = try #require(LetterFrame(SampleLetters.page()))
        for letter in [[], [1], Array(SampleLetters.page()[..<9]), random.bytes(5000)] {
            #expect(LetterDifference.encode(letter, from: frame) == nil, "\(letter.count)")
        }
    }

    @Test("A frame has 8 to 65,535 bytes: of fewer there is none, of more the first", arguments: [0, 7, 8, 9, 65_534, 65_535, 65_536])
    func limits(_ count: Int) throws {
        let common = random.bytes(count)
        let frame = LetterFrame(common)
        #expect((frame == nil) == (count < 8))
        guard let frame else { return }
        #expect(frame.bytes == Array(common.prefix(65_535)))
        // Longer and shorter than the frame, and its very end.
        for letter in [common + common + common, Array(common.suffix(30_000))] where letter.count > 100 {
            let difference = try #require(LetterDifference.encode(letter, from: frame))
            #expect(try LetterDifference.decode(difference, from: frame.bytes) == letter)
        }
    }

    @Test("R20: a damaged difference, or another frame, is an error or the same letter: never another letter, never a crash")
    func damage() throws {
        let page = SampleLetters.page()
        let frame = try #require(LetterFrame(page))
        let letter = SampleLetters.letter("Dear Mrs Oakes,", of: page)
        let difference = try #require(LetterDifference.encode(letter, from: frame))
        func decode(_ bytes: [UInt8], _ frame: [UInt8]) -> [UInt8]? { try? LetterDifference.decode(bytes, from: frame) }
        for count in 0..<difference.count { #expect(decode(Array(difference[..<count]), page) == nil, "\(count)") }
        #expect(decode(difference + [0], page) == nil)
        for place in difference.indices {
            for bit in 0..<8 {
                var damaged = difference
                damaged[place] ^= 1 << bit
                let decoded = decode(damaged, page)
                #expect(decoded == nil || decoded == letter, "bit \(bit) of byte \(place)")
            }
        }
        for place in stride(from: 0, to: page.count, by: 7) {
            var other = page
            other[place] ^= 0x20
            #expect(decode(difference, other) == nil, "\(place)")
        }
        for other in [[], Array(page.dropLast()), Array(page.dropFirst()), SampleLetters.page(seed: 2)] {
            #expect(decode(difference, other) == nil)
        }
        #expect(decode([1, 0, 0, 0, 0, 0, 0], page) == nil)
        for _ in 0..<3000 { #expect(decode([1] + bytes(number(below: 60)), page) == nil) }
    }

    @Test(
        "Numbers beyond every frame and letter end in an error, whatever they add up to",
        arguments: [
            // count 8, check 0, literals 0; then place and length.
            [[0x00], [0x80, 0x17]], [[0xff, 0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0x7f]], [[0xb8, 0x17], [0x01]],
            [[0xb7, 0x17], [0x02]], [[0x00], [0x00]], [[0x80, 0x80, 0x80, 0x80, 0x80, 0x80], [0x01]],
        ] as [[[UInt8]]])
    func beyond(_ copy: [[UInt8]]) {
        for count: [UInt8] in [[0x08], [0xff, 0xff, 0xff, 0xff, 0x7f]] {
            let difference = [1] + count + [0, 0, 0, 0, 0] + copy.flatMap { $0 }
            #expect(throws: LetterDifference.Damage.self) { try LetterDifference.decode(difference, from: SampleLetters.page()) }
        }
    }

    /// Files hold it: this test never changes.
    @Test("Format 1 is read as it was written first, and another first byte by nobody")
    func format() throws {
        let common = Array("A letter has a beginning, a middle and an end.\r\n".utf8)
        let letter = Array("A letter has a beginning, no middle and an end.\r\nP.S. No.".utf8)
        let frame = try #require(LetterFrame(common))
        #expect(LetterDifference.encode(letter, from: frame) == Self.first)
        #expect(try LetterDifference.decode(Self.first, from: common) == letter)
        // A run that says it has a byte more than there is.
        var longer = Self.first
        longer[14] += 1
        #expect(throws: LetterDifference.Damage.self) { try LetterDifference.decode(longer, from: common) }
        for format: UInt8 in [0, 2, 255] {
            #expect(throws: LetterDifference.Damage.self) { try LetterDifference.decode([format] + Self.first.dropFirst(), from: common) }
        }
    }

    private static let first: [UInt8] = [
        1, 57, 130, 236, 106, 249, 0, 0, 26, 2, 110, 111, 27, 21, 8, 80, 46, 83, 46, 32, 78, 111, 46,
    ]
}
