// Generated from methods.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime
internal import ShapeMessages

extension Ask: ProtobufMessage {
    public static let fullName = "shapes.v1.Ask"
    public static let descriptor = MessageDescriptor(of: shapes__v1__ask__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Ask.self)
        self.id = CField.text(c.pointee.id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Ask.self, shapes__v1__ask__init)
        if !self.id.isEmpty {
            c.pointee.id = arena.text(self.id, field: "id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Answer: ProtobufMessage {
    public static let fullName = "shapes.v1.Answer"
    public static let descriptor = MessageDescriptor(of: shapes__v1__answer__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Answer.self)
        self.name = CField.text(c.pointee.name)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Answer.self, shapes__v1__answer__init)
        if !self.name.isEmpty {
            c.pointee.name = arena.text(self.name, field: "name")
        }
        return UnsafeMutableRawPointer(c)
    }
}
