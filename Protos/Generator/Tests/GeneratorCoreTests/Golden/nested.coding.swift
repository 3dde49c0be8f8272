// Generated from nested.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime
internal import ShapeMessages

extension Outer: ProtobufMessage {
    public static let fullName = "shapes.v1.Outer"
    public static let descriptor = MessageDescriptor(of: shapes__v1__outer__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Outer.self)
        self.inner = CField.message(c.pointee.inner, as: Outer.Inner.self)
        self.empty = CField.message(c.pointee.empty, as: Empty.self)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Outer.self, shapes__v1__outer__init)
        if let value = self.inner {
            c.pointee.inner = arena.message(value, as: Shapes__V1__Outer__Inner.self)
        }
        if let value = self.empty {
            c.pointee.empty = arena.message(value, as: Shapes__V1__Empty.self)
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Outer.Inner: ProtobufMessage {
    public static let fullName = "shapes.v1.Outer.Inner"
    public static let descriptor = MessageDescriptor(of: shapes__v1__outer__inner__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Outer__Inner.self)
        self.name = CField.text(c.pointee.name)
        self.kind = Outer.Inner.Kind(rawValue: Int32(truncatingIfNeeded: c.pointee.kind.rawValue))
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Outer__Inner.self, shapes__v1__outer__inner__init)
        if !self.name.isEmpty {
            c.pointee.name = arena.text(self.name, field: "name")
        }
        if self.kind != .unspecified {
            c.pointee.kind = .init(rawValue: .init(truncatingIfNeeded: self.kind.rawValue))
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Empty: ProtobufMessage {
    public static let fullName = "shapes.v1.Empty"
    public static let descriptor = MessageDescriptor(of: shapes__v1__empty__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Empty.self, shapes__v1__empty__init)
        return UnsafeMutableRawPointer(c)
    }
}
