internal import Observability

extension DaemonConfiguration {
    /// Where metrics are asked for.
    public struct MetricsListener: Sendable {
        /// A loopback address.
        public var host: String
        /// 0: any free one; the log says which.
        public var port: Int
    }
}

extension Settings {
    /// nil: no port is named, and nothing is measured.
    func metricsListener() throws -> DaemonConfiguration.MetricsListener? {
        let host = try text("metrics.host") ?? "127.0.0.1"
        guard LoopbackAddress.contains(host) else {
            throw StartupError(.configuration, "metrics.host must be an address of this machine alone: 127.0.0.1, ::1 or localhost.")
        }
        return try number("metrics.port", in: 0...65_535).map { DaemonConfiguration.MetricsListener(host: host, port: $0) }
    }
}
