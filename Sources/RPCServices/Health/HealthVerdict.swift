/// How one condition of a server is.
public enum HealthVerdict: Sendable, Hashable {
    /// Nothing is wrong.
    case well
    /// Somebody should look, and calls make sense all the same: only the condition itself is NOT_SERVING. The reason is for the log.
    case ailing(String)
    /// Calls make no sense: the server as a whole and every service of it are NOT_SERVING. The reason is for the log.
    case failed(String)
}

extension HealthVerdict {
    /// How a certificate is.
    ///
    /// - Parameters:
    ///   - secondsLeft: until it expires.
    ///   - daysMin: with less than so many days it is ailing; without any time it has failed, for nobody can connect.
    public static func certificate(secondsLeft: Int64, daysMin: Int) -> HealthVerdict {
        if secondsLeft <= 0 { return .failed("the certificate has expired") }
        let days = secondsLeft / 86_400
        return days < Int64(daysMin) ? .ailing("the certificate expires in \(days) days") : .well
    }

    /// Of the lists of certificates that were taken back.
    ///
    /// - Parameter secondsLeft: until the first is past its time; nil: there are none. In the last hour they are ailing; from then on
    ///   they have failed, for no client gets in.
    public static func revocationLists(secondsLeft: Int64?) -> HealthVerdict {
        guard let secondsLeft else { return .well }
        if secondsLeft <= 0 { return .failed("a revocation list is past its time, and its authority's clients are refused") }
        return secondsLeft < 3600 ? .ailing("a revocation list is past its time in \(secondsLeft / 60) minutes") : .well
    }
}
