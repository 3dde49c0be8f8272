/// How generated code takes the values of fields out of protobuf-c's structs. The texts in them have passed ``WireCheck``.
public enum CField {
    /// A text; NULL is the empty one.
    public static func text(_ text: UnsafeMutablePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }

    /// A repeated text.
    public static func texts(_ texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, count: Int) -> [String] {
        UnsafeBufferPointer(start: texts, count: count).map { text($0) }
    }

    /// The content of a bytes field.
    public static func bytes(_ bytes: UnsafeMutablePointer<UInt8>?, count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// A repeated number.
    @inlinable
    public static func scalars<Scalar: BitwiseCopyable>(_ scalars: UnsafeMutablePointer<Scalar>?, count: Int) -> [Scalar] {
        Array(UnsafeBufferPointer(start: scalars, count: count))
    }

    /// A repeated enum; C's enum type is as wide as an int.
    @inlinable
    public static func enums<Value: ProtobufEnum, CEnum>(_ values: UnsafeMutablePointer<CEnum>?, count: Int, as type: Value.Type) -> [Value]
    {
        let numbers = UnsafeRawPointer(values)?.assumingMemoryBound(to: Int32.self)
        return UnsafeBufferPointer(start: numbers, count: count).map { Value(rawValue: $0) }
    }

    /// A message field; nil if it is absent.
    @inlinable
    public static func message<Message: ProtobufMessage, CMessage>(_ message: UnsafeMutablePointer<CMessage>?, as type: Message.Type)
        -> Message?
    {
        message.map { Message(unsafeCMessage: UnsafeRawPointer($0)) }
    }

    /// A repeated message.
    @inlinable
    public static func messages<Message: ProtobufMessage, CMessage>(
        _ messages: UnsafeMutablePointer<UnsafeMutablePointer<CMessage>?>?, count: Int, as type: Message.Type
    ) -> [Message] {
        UnsafeBufferPointer(start: messages, count: count).compactMap { message($0, as: type) }
    }
}

extension CField {
    /// A map, from the structs of its entries; of entries with one key the last counts.
    @inlinable
    public static func entries<CEntry, Value>(
        _ entries: UnsafeMutablePointer<UnsafeMutablePointer<CEntry>?>?, count: Int,
        _ pair: (UnsafeMutablePointer<CEntry>) -> (String, Value)
    ) -> [String: Value] {
        let pairs = UnsafeBufferPointer(start: entries, count: count).compactMap { entry in entry.map(pair) }
        return Dictionary(pairs) { _, last in last }
    }
}
