/// Changes inputs as libFuzzer does, but the same way every time.
struct Mutator {
    private var random: SplitMix64
    private let inputs: [[UInt8]]

    /// Precondition: there is an input.
    init(seed: UInt64, inputs: [[UInt8]]) {
        precondition(!inputs.isEmpty, "mutations begin with an input")
        random = SplitMix64(state: seed)
        self.inputs = inputs
    }

    /// An input with one to four changes.
    mutating func next() -> [UInt8] {
        var bytes = anInput()
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
        return Array(bytes.prefix(8192))
    }

    private mutating func anInput() -> [UInt8] { inputs[Int.random(in: 0..<inputs.count, using: &random)] }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where place < bytes.count: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: part(of: bytes), at: place)
        case 6: bytes.insert(contentsOf: part(of: anInput()), at: place)
        default:
            let other = part(of: anInput())
            bytes.replaceSubrange(place..<min(bytes.count, place + other.count), with: other)
        }
    }

    private mutating func part(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        return bytes[start...].prefix(Int.random(in: 1...64, using: &random))
    }
}
