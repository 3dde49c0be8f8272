/// One thing that reads what strangers send: any bytes at all are legal for it.
///
/// libFuzzer (`make fuzz`) and the fixed-seed smoke of the tests call the same function. A crash, a hang and memory without bound are faults
/// that both see by themselves; what else is promised, the function checks.
struct FuzzTarget: Sendable {
    /// Names its folder of `Corpora`.
    let name: String
    /// Throws a ``Violation`` when what came of the bytes is not as promised.
    let check: @Sendable (_ input: [UInt8]) throws -> Void

    static let all: [FuzzTarget] = [
        connection, requestEnvelope, responseEnvelope, requestMessages, json, pageToken, linkToken, bearerToken, rosterFeed, rosterRecord,
        descriptorSet, logText, letterTemplate,
    ]
}

/// A promise that was not kept.
struct Violation: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Throws a ``Violation`` unless the promise is kept.
func promise(_ isKept: Bool, _ sentence: @autoclosure () -> String) throws {
    guard isKept else { throw Violation(sentence()) }
}

/// Steele, Lea and Flood's generator: small, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
