internal import COpenSSL

/// Where unpredictable bytes come from: the system in production, a recorded source in tests.
public protocol RandomSource: Sendable {
    /// `count` fresh bytes.
    func bytes(_ count: Int) -> [UInt8]
}

/// OpenSSL's generator, seeded by the operating system. Safe on any thread: OpenSSL keeps one generator per thread.
public struct SystemRandom: RandomSource {
    /// Draws once, so that a machine without randomness is told so at start and not in the middle of a call.
    public init() throws(CryptographyError) {
        var probe: UInt8 = 0
        guard RAND_bytes(&probe, 1) == 1 else {
            ERR_clear_error()
            throw .noRandomness
        }
    }

    /// `count` fresh bytes. Traps when the generator fails after it worked at start: going on with guessable tokens is worse.
    public func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            precondition(count == 0 || RAND_bytes(buffer.baseAddress, Int32(count)) == 1, "the random generator failed after it had worked")
            filled = count
        }
    }
}
