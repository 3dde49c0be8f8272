internal import RPCTransport
internal import Synchronization

/// When the certificate that new connections are shown expires; another one once certificates were read again.
final class CertificateExpiry: Sendable {
    private let seconds: Atomic<Int64>

    init(_ context: TLSServerContext) { seconds = Atomic(context.certificateNotAfterUnixSeconds) }

    /// Seconds since 1970.
    var unixSeconds: Int64 { seconds.load(ordering: .relaxed) }

    func note(_ context: TLSServerContext) { seconds.store(context.certificateNotAfterUnixSeconds, ordering: .relaxed) }
}
