/// What a JSON text, or a message on its way to one, may ask for.
public struct JSONLimits: Sendable, Hashable {
    /// Bytes of the text, or of the encoded message. The default is the largest message a frame carries.
    public var bytesMax: Int
    /// Arrays, objects and messages inside each other. The contract needs six.
    public var depthMax: Int
    /// Values of any kind, all told: what bounds the memory a text of empty arrays takes.
    public var valuesMax: Int
    /// Characters of one number: enough for every double, too few to make reading one slow.
    public var numberBytesMax: Int

    /// The defaults, or some of them changed.
    public init(bytesMax: Int = 4 << 20, depthMax: Int = 64, valuesMax: Int = 1_000_000, numberBytesMax: Int = 400) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax
        self.numberBytesMax = numberBytesMax
    }
}
