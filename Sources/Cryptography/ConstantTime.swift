internal import COpenSSL

/// Whether two byte strings are equal, in a time that depends only on their lengths: for codes and digests that a stranger sent.
public func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return CRYPTO_memcmp(left, right, left.count) == 0
}
