internal import NIOCore
internal import RPC
internal import RPCTransport

/// The keys under `limits`: every bound of the wire and of TLS, each with what it may be.
enum LimitSettings {
    /// One bound: a number of bytes, of things, or of seconds.
    struct Setting: Sendable {
        let key: String
        let range: ClosedRange<Int>
        let apply: @Sendable (Int, inout Limits, inout TLSLimits) -> Void
    }

    static func read(_ settings: Settings) throws -> (Limits, TLSLimits) {
        var (limits, tlsLimits) = (Limits(), TLSLimits())
        for setting in all {
            if let number = try settings.number(setting.key, in: setting.range) { setting.apply(number, &limits, &tlsLimits) }
        }
        return (limits, tlsLimits)
    }

    static let all: [Setting] = [
        count("frameBytesMax", 1_024...4 << 20, \.frameBytesMax),
        seconds("discardSeconds", \.discardTimeout),
        count("unfinishedBytesMax", 1 << 20...64 << 30, \.unfinishedBytesMax),
        count("nameBytesMax", 64...4_096, \.nameBytesMax),
        count("metadataPairsMax", 1...1_024, \.metadataPairsMax),
        count("metadataBytesMax", 256...1 << 20, \.metadataBytesMax),
        count("streamsMax", 1...65_536, \.streamsMax),
        count("connectionsMax", 1...1_000_000, \.connectionsMax),
        count("connectionsPerAddressMax", 1...1_000_000, \.connectionsPerAddressMax),
        seconds("firstByteSeconds", \.firstByteTimeout),
        seconds("frameSeconds", \.frameTimeout),
        seconds("idleSeconds", \.idleTimeout),
        seconds("connectionAgeSeconds", \.connectionAgeMax),
        wire("connectionAgeJitterPercent", 0...100) { $1.connectionAgeJitter = Double($0) / 100 },
        seconds("drainLingerSeconds", \.drainLinger),
        count("unreadStreamBytesMax", 1_024...64 << 20, \.unreadStreamBytesMax),
        count("unreadConnectionBytesMax", 1_024...256 << 20, \.unreadConnectionBytesMax),
        seconds("unreadSeconds", \.unreadTimeout),
        count("outboundBytesMax", 64 << 10...1 << 30, \.outboundBytesMax),
        seconds("writeStallSeconds", \.writeStallTimeout),
        seconds("unaryTimeoutSeconds", \.unaryTimeoutDefault),
        seconds("streamTimeoutSeconds", \.streamTimeoutDefault),
        seconds("timeoutSecondsMax", \.timeoutMax),
        milliseconds("loopPassMilliseconds", \.loopPassMax),
        milliseconds("queueDelayMilliseconds", \.queueDelayMax),
        count("callsPerLoopMax", 1...1_000_000, \.callsPerLoopMax),
        count("streamsPerCallerMax", 1...1_000_000, \.streamsPerCallerMax),
        seconds("overloadRetrySeconds", \.overloadRetryDelay),
        count("statusMessageBytesMax", 64...64 << 10, \.statusMessageBytesMax),
        count("statusDetailBytesMax", 256...64 << 10, \.statusDetailBytesMax),
        tls("handshakeSeconds", 1...600) { $1.handshakeTimeout = .seconds(Int64($0)) },
        tls("shutdownSeconds", 1...600) { $1.shutdownTimeout = .seconds(Int64($0)) },
        tls("bytesBeforeHandshakeMax", 1_024...64 << 20) { $1.bytesBeforeHandshakeMax = $0 },
        tls("keyUpdatesPerMinuteMax", 0...10_000) { $1.keyUpdatesPerMinuteMax = $0 },
    ]

    private static func count(_ name: String, _ range: ClosedRange<Int>, _ field: any WritableKeyPath<Limits, Int> & Sendable) -> Setting {
        Setting(key: "limits." + name, range: range) { number, limits, _ in limits[keyPath: field] = number }
    }

    private static func seconds(_ name: String, _ field: any WritableKeyPath<Limits, Duration> & Sendable) -> Setting {
        Setting(key: "limits." + name, range: 1...86_400) { number, limits, _ in limits[keyPath: field] = .seconds(number) }
    }

    private static func milliseconds(_ name: String, _ field: any WritableKeyPath<Limits, Duration> & Sendable) -> Setting {
        Setting(key: "limits." + name, range: 1...60_000) { number, limits, _ in limits[keyPath: field] = .milliseconds(number) }
    }

    private static func wire(_ name: String, _ range: ClosedRange<Int>, _ change: @escaping @Sendable (Int, inout Limits) -> Void)
        -> Setting
    {
        Setting(key: "limits." + name, range: range) { number, limits, _ in change(number, &limits) }
    }

    private static func tls(_ name: String, _ range: ClosedRange<Int>, _ change: @escaping @Sendable (Int, inout TLSLimits) -> Void)
        -> Setting
    {
        Setting(key: "limits." + name, range: range) { number, _, limits in change(number, &limits) }
    }
}
