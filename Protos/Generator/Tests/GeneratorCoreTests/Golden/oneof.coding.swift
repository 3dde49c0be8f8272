// Generated from oneof.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import CProtobufC
public import ProtobufRuntime
internal import ShapeMessages

extension Choice: ProtobufMessage {
    public static let fullName = "shapes.v1.Choice"
    public static let descriptor = MessageDescriptor(of: shapes__v1__choice__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Choice.self)
        self.before = CField.text(c.pointee.before)
        switch c.pointee.chosen_way_case.rawValue {
        case 2: self.chosenWay = .name(CField.text(c.pointee.name))
        case 3: self.chosenWay = CField.message(c.pointee.option, as: Option.self).map { .option($0) }
        case 4: self.chosenWay = .default(c.pointee.default_ != 0)
        case 5: self.chosenWay = .raw(CField.bytes(c.pointee.raw.data, count: c.pointee.raw.len))
        case 6: self.chosenWay = .level(Level(rawValue: Int32(truncatingIfNeeded: c.pointee.level.rawValue)))
        case 7: self.chosenWay = .accountID(c.pointee.account_id)
        default: self.chosenWay = nil
        }
        self.after = CField.text(c.pointee.after)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Choice.self, shapes__v1__choice__init)
        if !self.before.isEmpty {
            c.pointee.before = arena.text(self.before, field: "before")
        }
        switch self.chosenWay {
        case .name(let value):
            c.pointee.chosen_way_case = .init(rawValue: 2)
            c.pointee.name = arena.text(value, field: "name")
        case .option(let value):
            c.pointee.chosen_way_case = .init(rawValue: 3)
            c.pointee.option = arena.message(value, as: Shapes__V1__Option.self)
        case .default(let value):
            c.pointee.chosen_way_case = .init(rawValue: 4)
            c.pointee.default_ = value ? 1 : 0
        case .raw(let value):
            c.pointee.chosen_way_case = .init(rawValue: 5)
            c.pointee.raw.len = value.count
            c.pointee.raw.data = arena.bytes(value)
        case .level(let value):
            c.pointee.chosen_way_case = .init(rawValue: 6)
            c.pointee.level = .init(rawValue: .init(truncatingIfNeeded: value.rawValue))
        case .accountID(let value):
            c.pointee.chosen_way_case = .init(rawValue: 7)
            c.pointee.account_id = value
        case nil: break
        }
        if !self.after.isEmpty {
            c.pointee.after = arena.text(self.after, field: "after")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Option: ProtobufMessage {
    public static let fullName = "shapes.v1.Option"
    public static let descriptor = MessageDescriptor(of: shapes__v1__option__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Option.self)
        self.id = CField.text(c.pointee.id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Option.self, shapes__v1__option__init)
        if !self.id.isEmpty {
            c.pointee.id = arena.text(self.id, field: "id")
        }
        return UnsafeMutableRawPointer(c)
    }
}
