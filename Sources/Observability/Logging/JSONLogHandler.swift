public import Logging

/// One JSON object a line: the message is constant, what varies is in the metadata.
public struct JSONLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    private let label: String
    private let output: LogOutput

    public init(label: String, level: Logger.Level, output: LogOutput = .standardError) {
        self.label = label
        self.logLevel = level
        self.output = output
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line.append(text: "{\"time\":\"")
        var timestamp = LogTimestamp()
        timestamp.append(to: &line)
        line.append(text: "\",\"level\":")
        JSONText.append(event.level.rawValue, to: &line)
        line.append(text: ",\"logger\":")
        JSONText.append(label, to: &line)
        line.append(text: ",\"message\":")
        JSONText.append(event.message.description, to: &line)
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            line.append(text: ",")
            JSONText.append(key, to: &line)
            line.append(text: ":")
            JSONText.append(value.description, to: &line)
        }
        line.append(text: "}\n")
        output.write(line, isHurried: event.level >= .warning)
    }
}
