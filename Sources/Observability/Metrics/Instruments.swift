internal import Metrics
internal import Synchronization

/// One series of a metric: what can be asked for its value while others change it.
protocol Instrument: AnyObject, Sendable {
    /// Appends its samples, one a line.
    func render(_ name: String, _ labels: String, into text: inout String)
}

/// Only ever grows.
final class CounterInstrument: Instrument, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(max(0, amount), ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func render(_ name: String, _ labels: String, into text: inout String) {
        text += "\(name)\(labels) \(value.load(ordering: .relaxed))\n"
    }
}

/// Goes up and down.
final class GaugeInstrument: Instrument, MeterHandler, RecorderHandler {
    private let bits = Atomic<UInt64>(0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
    func decrement(by amount: Double) { increment(by: -amount) }

    func increment(by amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = bits.compareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }

    func render(_ name: String, _ labels: String, into text: inout String) {
        text += "\(name)\(labels) \(sampleText(Double(bitPattern: bits.load(ordering: .relaxed))))\n"
    }
}

/// Counts values by size, in buckets fixed beforehand. Wait-free: two additions a value.
// Sendable: `counts` points at atomics and never changes.
final class HistogramInstrument: Instrument, RecorderHandler, TimerHandler, @unchecked Sendable {
    /// Upper bounds, inclusive, ascending.
    private let bounds: [Int64]
    /// What a value of 1 is in the unit that is shown.
    private let scale: Double
    /// Values per bucket, not cumulated; the last is beyond all bounds.
    private let counts: UnsafeMutablePointer<Atomic<UInt64>>
    private let sum = Atomic<Int64>(0)

    init(bounds: [Int64], scale: Double) {
        self.bounds = bounds
        self.scale = scale
        counts = .allocate(capacity: bounds.count + 1)
        for index in 0...bounds.count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    func record(_ value: Int64) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
    }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        record(Int64(max(-1e18, min(1e18, value.rounded()))))
    }

    func recordNanoseconds(_ duration: Int64) { record(duration) }

    func render(_ name: String, _ labels: String, into text: inout String) {
        let front = labels.isEmpty ? "{" : "\(labels.dropLast()),"
        var count: UInt64 = 0
        for (index, bound) in bounds.enumerated() {
            count += counts[index].load(ordering: .relaxed)
            text += "\(name)_bucket\(front)le=\"\(sampleText(Double(bound) * scale))\"} \(count)\n"
        }
        count += counts[bounds.count].load(ordering: .relaxed)
        text += "\(name)_bucket\(front)le=\"+Inf\"} \(count)\n"
        text += "\(name)_sum\(labels) \(sampleText(Double(sum.load(ordering: .relaxed)) * scale))\n"
        text += "\(name)_count\(labels) \(count)\n"
    }
}

/// A number as the text format wants it.
func sampleText(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    if value.magnitude < 1e15, value == value.rounded() { return String(Int64(value)) }
    return "\(value)"
}
