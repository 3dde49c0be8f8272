// Generated from enums.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

public import ProtobufRuntime
internal import ShapeMessages

extension Holder: ProtobufMessage {
    public static let fullName = "shapes.v1.Holder"
    public static let descriptor = MessageDescriptor(of: shapes__v1__holder__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Holder.self)
        self.state = TriState(rawValue: Int32(truncatingIfNeeded: c.pointee.state.rawValue))
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Holder.self, shapes__v1__holder__init)
        if self.state != .absent {
            c.pointee.state = .init(rawValue: .init(truncatingIfNeeded: self.state.rawValue))
        }
        return UnsafeMutableRawPointer(c)
    }
}
