// Generated from invitation/v1/outbox_service.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

internal import InvitationMessages
public import ProtobufRuntime
internal import RPCMessages

extension ReleaseRequest: ProtobufMessage {
    public static let fullName = "invitation.v1.ReleaseRequest"
    public static let descriptor = MessageDescriptor(of: invitation__v1__release_request__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReleaseRequest.self)
        self.schoolID = CField.text(c.pointee.school_id)
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReleaseRequest.self, invitation__v1__release_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        return UnsafeMutableRawPointer(c)
    }
}

extension ReleaseResponse: ProtobufMessage {
    public static let fullName = "invitation.v1.ReleaseResponse"
    public static let descriptor = MessageDescriptor(of: invitation__v1__release_response__init)

    public init(unsafeCMessage: UnsafeRawPointer) {
        self.init()
        let c = unsafeCMessage.assumingMemoryBound(to: Invitation__V1__ReleaseResponse.self)
        self.mails = c.pointee.mails
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReleaseResponse.self, invitation__v1__release_response__init)
        if self.mails != 0 {
            c.pointee.mails = self.mails
        }
        return UnsafeMutableRawPointer(c)
    }
}
