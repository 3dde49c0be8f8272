// Generated from timestamp.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime
internal import ShapeMessages

extension ShapeEvent: ProtobufMessage {
    public static let fullName = "shapes.v1.Event"
    public static let descriptor = MessageDescriptor(of: shapes__v1__event__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Event.self)
        self.at = CField.message(c.pointee.at, as: Timestamp.self)
        self.others = CField.messages(c.pointee.others, count: c.pointee.n_others, as: Timestamp.self)
        self.detail = CField.message(c.pointee.detail, as: ProtobufAny.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Event.self, shapes__v1__event__init)
        if let value = self.at {
            c.pointee.at = arena.message(value, as: Google__Protobuf__Timestamp.self)
        }
        if !self.others.isEmpty {
            c.pointee.n_others = self.others.count
            c.pointee.others = arena.messages(self.others, as: Google__Protobuf__Timestamp.self)
        }
        if let value = self.detail {
            c.pointee.detail = arena.message(value, as: Google__Protobuf__Any.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}
