// Generated from scalars.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import CProtobufC
public import ProtobufRuntime
internal import ShapeMessages

extension Scalars: ProtobufMessage {
    public static let fullName = "shapes.v1.Scalars"
    public static let descriptor = MessageDescriptor(of: shapes__v1__scalars__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Scalars.self)
        self.small = c.pointee.small
        self.smallZigzag = c.pointee.small_zigzag
        self.smallFixed = c.pointee.small_fixed
        self.wide = c.pointee.wide
        self.wideZigzag = c.pointee.wide_zigzag
        self.wideFixed = c.pointee.wide_fixed
        self.count = c.pointee.count
        self.countFixed = c.pointee.count_fixed
        self.wideCount = c.pointee.wide_count
        self.wideCountFixed = c.pointee.wide_count_fixed
        self.ratio = c.pointee.ratio
        self.preciseRatio = c.pointee.precise_ratio
        self.isOn = c.pointee.is_on != 0
        self.schoolID = CField.text(c.pointee.school_id)
        self.payload = CField.bytes(c.pointee.payload.data, count: c.pointee.payload.len)
        self.default = CField.text(c.pointee.default_)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Scalars.self, shapes__v1__scalars__init)
        if self.small != 0 {
            c.pointee.small = self.small
        }
        if self.smallZigzag != 0 {
            c.pointee.small_zigzag = self.smallZigzag
        }
        if self.smallFixed != 0 {
            c.pointee.small_fixed = self.smallFixed
        }
        if self.wide != 0 {
            c.pointee.wide = self.wide
        }
        if self.wideZigzag != 0 {
            c.pointee.wide_zigzag = self.wideZigzag
        }
        if self.wideFixed != 0 {
            c.pointee.wide_fixed = self.wideFixed
        }
        if self.count != 0 {
            c.pointee.count = self.count
        }
        if self.countFixed != 0 {
            c.pointee.count_fixed = self.countFixed
        }
        if self.wideCount != 0 {
            c.pointee.wide_count = self.wideCount
        }
        if self.wideCountFixed != 0 {
            c.pointee.wide_count_fixed = self.wideCountFixed
        }
        if self.ratio != 0 {
            c.pointee.ratio = self.ratio
        }
        if self.preciseRatio != 0 {
            c.pointee.precise_ratio = self.preciseRatio
        }
        if self.isOn {
            c.pointee.is_on = self.isOn ? 1 : 0
        }
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if !self.payload.isEmpty {
            c.pointee.payload.len = self.payload.count
            c.pointee.payload.data = arena.bytes(self.payload)
        }
        if !self.default.isEmpty {
            c.pointee.default_ = arena.text(self.default, field: "default")
        }
        return UnsafeMutableRawPointer(c)
    }
}
