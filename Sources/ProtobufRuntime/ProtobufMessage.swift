/// A protobuf message as a Swift value: what the generator writes for every message of the contract.
///
/// A value goes to the wire and back through protobuf-c's structs, which live in a ``MessageArena`` for as long as that
/// takes and are never seen outside. The last three requirements are that passage; only generated code implements them, and
/// only this module calls them.
///
/// Unknown fields are read over and not sent again; numbers an enum does not know are kept (see ``ProtobufEnum``).
public protocol ProtobufMessage: Sendable, Hashable {
    /// The name in the contract: `invitation.v1.ListContactsRequest`.
    static var fullName: String { get }

    /// The message with every field at its default, which encodes to no bytes at all.
    init()

    /// What protobuf-c knows of the message.
    static var descriptor: MessageDescriptor { get }

    /// Takes over what an unpacked struct of this message's C type holds.
    init(unsafeCMessage: UnsafeRawPointer)

    /// Makes the struct of this message's C type, with all it points to, in the arena.
    func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer
}
