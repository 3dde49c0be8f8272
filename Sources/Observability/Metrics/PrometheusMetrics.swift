public import Metrics
internal import Synchronization

/// A swift-metrics backend that keeps every metric in memory and writes them down as Prometheus' text, version 0.0.4.
///
/// Recording takes no lock; making and rendering a metric does. Only metrics with a description exist: others are taken and thrown away, as
/// are series beyond `seriesMax`, so that nothing a caller sends makes this grow.
public final class PrometheusMetrics: MetricsFactory {
    private struct Family {
        let description: MetricDescription
        var series: [String: any Instrument] = [:]
    }

    private struct State {
        var families: [String: Family]
        var seriesCount = 0
    }

    private let state: Mutex<State>
    private let seriesMax: Int

    public init(_ descriptions: [MetricDescription], seriesMax: Int = 4096) {
        state = Mutex(State(families: Dictionary(uniqueKeysWithValues: descriptions.map { ($0.label, Family(description: $0)) })))
        self.seriesMax = seriesMax
    }

    // MARK: MetricsFactory

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions) { $0 == .counter ? CounterInstrument() : nil } ?? CounterInstrument()
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions) { $0 == .gauge ? GaugeInstrument() : nil } ?? GaugeInstrument()
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        // Without aggregation the last value counts, also that of a counter which is kept elsewhere: by the kernel, say.
        if !aggregate { return instrument(label, dimensions) { $0.isHistogram ? nil : GaugeInstrument() } ?? GaugeInstrument() }
        return instrument(label, dimensions) { kind in
            guard case .histogram(let bounds) = kind else { return nil }
            return HistogramInstrument(bounds: bounds.map { Int64($0) }, scale: 1)
        } ?? HistogramInstrument(bounds: [], scale: 1)
    }

    /// In seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(label, dimensions) { kind in
            guard case .histogram(let bounds) = kind else { return nil }
            return HistogramInstrument(bounds: bounds.map { Int64(($0 * 1e9).rounded()) }, scale: 1e-9)
        } ?? HistogramInstrument(bounds: [], scale: 1e-9)
    }

    // Series live as long as the process: a counter that vanishes and comes back at zero is worse than one that stands still.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// The series there is, or a new one; nil: not described, of another kind, or too many.
    private func instrument<Kind: Instrument>(
        _ label: String, _ dimensions: [(String, String)], _ make: (MetricDescription.Kind) -> Kind?
    ) -> Kind? {
        let labels = PrometheusName.labels(dimensions)
        return state.withLock { state in
            guard let family = state.families[label] else { return nil }
            if let there = family.series[labels] { return there as? Kind }
            guard state.seriesCount < seriesMax, let made = make(family.description.kind) else { return nil }
            state.families[label]?.series[labels] = made
            state.seriesCount += 1
            return made
        }
    }

    // MARK: The text

    /// Everything there is, by name.
    public func render() -> String {
        let families = state.withLock { $0.families.values.sorted { $0.description.name < $1.description.name } }
        var text = ""
        for family in families where !family.series.isEmpty {
            let description = family.description
            text += "# HELP \(description.name) \(PrometheusName.escaped(description.help, quotes: false))\n"
            text += "# TYPE \(description.name) \(description.kind.word)\n"
            for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
                instrument.render(description.name, labels, into: &text)
            }
        }
        return text
    }
}
