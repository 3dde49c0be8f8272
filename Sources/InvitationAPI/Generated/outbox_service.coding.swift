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
        self.withoutImport = c.pointee.without_import != 0
        self.endLinks = c.pointee.end_links != 0
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReleaseRequest.self, invitation__v1__release_request__init)
        if !self.schoolID.isEmpty {
            c.pointee.school_id = arena.text(self.schoolID, field: "school_id")
        }
        if self.withoutImport {
            c.pointee.without_import = self.withoutImport ? 1 : 0
        }
        if self.endLinks {
            c.pointee.end_links = self.endLinks ? 1 : 0
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
        self.linksEnded = c.pointee.links_ended
    }

    public func makeCMessage(in arena: MessageArena) -> UnsafeMutableRawPointer {
        let c = arena.make(Invitation__V1__ReleaseResponse.self, invitation__v1__release_response__init)
        if self.mails != 0 {
            c.pointee.mails = self.mails
        }
        if self.linksEnded != 0 {
            c.pointee.links_ended = self.linksEnded
        }
        return UnsafeMutableRawPointer(c)
    }
}
