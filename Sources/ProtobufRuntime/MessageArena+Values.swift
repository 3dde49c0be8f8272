/// How generated code puts the values of fields into an arena. All memory is uninitialized or copied, and freed with the arena.
extension MessageArena {
    /// Room for one C struct. Only for encoding, where the budget has no end.
    @inlinable
    public func make<CMessage>(_ type: CMessage.Type, _ initialize: (UnsafeMutablePointer<CMessage>?) -> Void) -> UnsafeMutablePointer<
        CMessage
    > {
        let message = allocate(MemoryLayout<CMessage>.size).assumingMemoryBound(to: CMessage.self)
        initialize(message)
        return message
    }

    /// A text as a C string. U+0000 inside it fails the encoding, with the field's name.
    public func text(_ text: String, field: StaticString) -> UnsafeMutablePointer<CChar> {
        var text = text
        return text.withUTF8 { utf8 in
            let copy = allocate(utf8.count + 1)
            if let start = utf8.baseAddress {
                copy.copyMemory(from: start, byteCount: utf8.count)
                if utf8.contains(0), state.pointee.fieldWithNUL == nil { state.pointee.fieldWithNUL = field }
            }
            copy.storeBytes(of: 0, toByteOffset: utf8.count, as: UInt8.self)
            return copy.assumingMemoryBound(to: CChar.self)
        }
    }

    /// The C strings of a repeated text.
    public func texts(_ texts: [String], field: StaticString) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let pointers = allocate(of: UnsafeMutablePointer<CChar>?.self, count: texts.count)
        for (index, text) in texts.enumerated() { pointers[index] = self.text(text, field: field) }
        return pointers
    }

    /// The content of a bytes field.
    public func bytes(_ bytes: [UInt8]) -> UnsafeMutablePointer<UInt8> { scalars(bytes) }

    /// The elements of a repeated number.
    @inlinable
    public func scalars<Scalar: BitwiseCopyable>(_ scalars: [Scalar]) -> UnsafeMutablePointer<Scalar> {
        let copy = allocate(of: Scalar.self, count: scalars.count)
        for (index, scalar) in scalars.enumerated() { copy[index] = scalar }
        return copy
    }

    /// The elements of a repeated enum, as C's enum type, which is as wide as an int.
    @inlinable
    public func enums<Value: ProtobufEnum, CEnum>(_ values: [Value], as type: CEnum.Type) -> UnsafeMutablePointer<CEnum> {
        let copy = allocate(of: Int32.self, count: values.count)
        for (index, value) in values.enumerated() { copy[index] = value.rawValue }
        return UnsafeMutableRawPointer(copy).assumingMemoryBound(to: CEnum.self)
    }

    /// The C struct of a message field.
    @inlinable
    public func message<Message: ProtobufMessage, CMessage>(_ message: Message, as type: CMessage.Type) -> UnsafeMutablePointer<CMessage> {
        message.makeCMessage(in: self).assumingMemoryBound(to: CMessage.self)
    }

    /// The C structs of a repeated message.
    @inlinable
    public func messages<Message: ProtobufMessage, CMessage>(
        _ messages: [Message], as type: CMessage.Type
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<CMessage>?> {
        let pointers = allocate(of: UnsafeMutablePointer<CMessage>?.self, count: messages.count)
        for (index, message) in messages.enumerated() { pointers[index] = self.message(message, as: type) }
        return pointers
    }

    /// The structs of a map's entries, ordered by key so that equal maps have equal encodings.
    @inlinable
    public func entries<CEntry, Value>(
        _ map: [String: Value], _ entry: (String, Value) -> UnsafeMutablePointer<CEntry>
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<CEntry>?> {
        let pointers = allocate(of: UnsafeMutablePointer<CEntry>?.self, count: map.count)
        for (index, pair) in map.sorted(by: { $0.key < $1.key }).enumerated() { pointers[index] = entry(pair.key, pair.value) }
        return pointers
    }

    @inlinable
    func allocate<Element>(of type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        allocate(MemoryLayout<Element>.stride * count).assumingMemoryBound(to: Element.self)
    }

    @usableFromInline
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        guard let memory = state.pointee.allocate(byteCount) else {
            preconditionFailure("An arena that encodes has no budget to exceed.")
        }
        return memory
    }
}
