// Generated from repeated.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import CProtobufC
public import ProtobufRuntime
internal import ShapeMessages

extension Repeated: ProtobufMessage {
    public static let fullName = "shapes.v1.Repeated"
    public static let descriptor = MessageDescriptor(of: shapes__v1__repeated__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Repeated.self)
        self.contactIDs = CField.texts(c.pointee.contact_ids, count: c.pointee.n_contact_ids)
        self.numbers = CField.scalars(c.pointee.numbers, count: c.pointee.n_numbers)
        self.flags = CField.scalars(c.pointee.flags, count: c.pointee.n_flags).map { $0 != 0 }
        self.payloads = CField.scalars(c.pointee.payloads, count: c.pointee.n_payloads).map { CField.bytes($0.data, count: $0.len) }
        self.elements = CField.messages(c.pointee.elements, count: c.pointee.n_elements, as: Element.self)
        self.colours = CField.enums(c.pointee.colours, count: c.pointee.n_colours, as: Colour.self)
        self.labels = CField.entries(c.pointee.labels, count: c.pointee.n_labels) { entry in
            (CField.text(entry.pointee.key), CField.text(entry.pointee.value))
        }
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Repeated.self, shapes__v1__repeated__init)
        if !self.contactIDs.isEmpty {
            c.pointee.n_contact_ids = self.contactIDs.count
            c.pointee.contact_ids = arena.texts(self.contactIDs, field: "contact_ids")
        }
        if !self.numbers.isEmpty {
            c.pointee.n_numbers = self.numbers.count
            c.pointee.numbers = arena.scalars(self.numbers)
        }
        if !self.flags.isEmpty {
            c.pointee.n_flags = self.flags.count
            c.pointee.flags = arena.scalars(self.flags.map { $0 ? 1 : 0 })
        }
        if !self.payloads.isEmpty {
            c.pointee.n_payloads = self.payloads.count
            c.pointee.payloads = arena.scalars(self.payloads.map { ProtobufCBinaryData(len: $0.count, data: arena.bytes($0)) })
        }
        if !self.elements.isEmpty {
            c.pointee.n_elements = self.elements.count
            c.pointee.elements = arena.messages(self.elements, as: Shapes__V1__Element.self)
        }
        if !self.colours.isEmpty {
            c.pointee.n_colours = self.colours.count
            c.pointee.colours = arena.enums(self.colours, as: Shapes__V1__Colour.self)
        }
        if !self.labels.isEmpty {
            c.pointee.n_labels = self.labels.count
            c.pointee.labels = arena.entries(self.labels) { key, value in
                let entry = arena.make(Shapes__V1__Repeated__LabelsEntry.self, shapes__v1__repeated__labels_entry__init)
                entry.pointee.key = arena.text(key, field: "labels")
                entry.pointee.value = arena.text(value, field: "labels")
                return entry
            }
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension Element: ProtobufMessage {
    public static let fullName = "shapes.v1.Element"
    public static let descriptor = MessageDescriptor(of: shapes__v1__element__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Shapes__V1__Element.self)
        self.url = CField.text(c.pointee.url)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Shapes__V1__Element.self, shapes__v1__element__init)
        if !self.url.isEmpty {
            c.pointee.url = arena.text(self.url, field: "url")
        }
        return UnsafeMutableRawPointer(c)
    }
}
