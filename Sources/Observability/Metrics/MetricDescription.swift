/// What a metric is, for whoever reads it: one line of help, and the buckets of a histogram.
///
/// docs/operations.md lists the same; a test compares.
public struct MetricDescription: Sendable {
    /// As the code calls it, by OpenTelemetry's rules: `rpc.server.call.duration`.
    public let label: String
    /// As Prometheus shows it, with its unit.
    public let name: String
    public let kind: Kind
    /// One sentence without a full stop.
    public let help: String

    /// - `histogram` has upper bounds, in the unit that is shown.
    public enum Kind: Sendable, Hashable {
        case counter, gauge
        case histogram([Double])

        var isHistogram: Bool { self != .counter && self != .gauge }

        /// The word of the text format.
        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    /// - Parameter unit: put behind the name, before a counter's `_total`: `seconds`, `bytes`.
    public init(_ label: String, _ kind: Kind, unit: String = "", _ help: String) {
        self.label = label
        self.kind = kind
        self.help = help
        var name = PrometheusName.metric(label)
        for part in [unit, kind == .counter ? "total" : ""] where !part.isEmpty && !name.hasSuffix("_\(part)") { name += "_\(part)" }
        self.name = name
    }
}

/// Names that the text format allows.
enum PrometheusName {
    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`; what is not allowed becomes `_`.
    static func metric(_ label: String) -> String { allowed(label, alsoColon: true) }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`.
    static func label(_ name: String) -> String { allowed(name, alsoColon: false) }

    /// `{a="b",c="d"}`; empty without labels.
    static func labels(_ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return "" }
        return "{" + dimensions.map { "\(label($0.0))=\"\(escaped($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    /// Backslashes and line feeds, and in label values quotes.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func allowed(_ text: String, alsoColon: Bool) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case "0"..."9" where !name.isEmpty: name.unicodeScalars.append(scalar)
            case ":" where alsoColon: name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }
}
