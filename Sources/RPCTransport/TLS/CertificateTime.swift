internal import COpenSSL

/// The times in certificates and revocation lists.
enum CertificateTime {
    /// Seconds since 1970. nil only for what is no time, or when OpenSSL is out of memory.
    static func unixSeconds(of time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var day: Int32 = 0
        var second: Int32 = 0
        let epoch = ASN1_TIME_set(nil, 0)
        defer { ASN1_TIME_free(epoch) }
        guard epoch != nil, ASN1_TIME_diff(&day, &second, epoch, time) == 1 else { return nil }
        return Int64(day) * 86_400 + Int64(second)
    }
}
