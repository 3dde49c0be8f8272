import CProtobufC
import InvitationAPI
import ProtobufRuntime
import RPC

/// Every message type that has a Swift value. A test holds it against the contract.
enum Contract {
    static let messages: [any ProtobufMessage.Type] = wire + types + invitations + schools + roster + outbox

    private static let wire: [any ProtobufMessage.Type] = [
        ProtobufAny.self, ProtobufDuration.self, GoogleRPCStatus.self, GoogleRPCErrorInfo.self, GoogleRPCRetryInfo.self,
        GoogleRPCBadRequest.self, GoogleRPCBadRequest.FieldViolation.self, TTRPCRequest.self, TTRPCResponse.self, TTRPCKeyValue.self,
    ]
    private static let types: [any ProtobufMessage.Type] = [Timestamp.self, Pupil.self, Contact.self]
    private static let invitations: [any ProtobufMessage.Type] = [
        PupilContacts.self, ContactFilter.self, ListContactsRequest.self, StatusCount.self, ListContactsResponse.self, ContactIds.self,
        FilteredSelection.self, SendInvitationsRequest.self, InvitationResult.self, OutcomeCount.self, SendInvitationsResponse.self,
        ReinviteRequest.self, ReinviteResponse.self, RedeemRequest.self, RedeemResponse.self, DeclineRequest.self, DeclineResponse.self,
        CheckAccessRequest.self, CheckAccessResponse.self, Access.self, GetContactRequest.self, GetContactResponse.self,
        RevokeAccessRequest.self, RevokeAccessResponse.self, ListContactEventsRequest.self, ContactEvent.self,
        ListSchoolEventsRequest.self, ListSchoolEventsResponse.self, ListContactEventsResponse.self,
    ]
    private static let schools: [any ProtobufMessage.Type] = [
        SchoolPolicy.self, School.self, GetPolicyRequest.self, GetPolicyResponse.self, SetPolicyRequest.self, SetPolicyResponse.self,
        PauseRequest.self, PauseResponse.self, PreviewEmailRequest.self, PreviewEmailResponse.self, ClearBounceRequest.self,
        ClearBounceResponse.self, LiftCourtOrderRequest.self, LiftCourtOrderResponse.self, EraseContactRequest.self,
        EraseContactResponse.self,
    ]
    private static let outbox: [any ProtobufMessage.Type] = [
        ReleaseRequest.self, ReleaseResponse.self, ReportBounceRequest.self, ReportBounceResponse.self, ListMailRequest.self,
        ListMailResponse.self, MailCounts.self, GetMailRequest.self, GetMailResponse.self, MailEvent.self, RetryRequest.self,
        RetryResponse.self, HoldRequest.self, HoldResponse.self,
    ]
    private static let roster: [any ProtobufMessage.Type] = [
        ImportRosterRequest.self, RosterSchool.self, RosterPupil.self, RosterContact.self, RosterEnd.self, ImportRosterResponse.self,
    ]
}

/// A message type's fields, from protobuf-c's descriptor.
struct Descriptor {
    let pointer: UnsafePointer<ProtobufCMessageDescriptor>

    init(_ pointer: UnsafeRawPointer) { self.pointer = pointer.assumingMemoryBound(to: ProtobufCMessageDescriptor.self) }

    var fullName: String { String(cString: pointer.pointee.name) }
    var fields: [Field] { (0..<Int(pointer.pointee.n_fields)).map { Field(descriptor: pointer.pointee.fields[$0]) } }

    struct Field {
        let descriptor: ProtobufCFieldDescriptor

        var name: String { String(cString: descriptor.name) }
        var number: UInt32 { descriptor.id }
        var isRepeated: Bool { descriptor.label == PROTOBUF_C_LABEL_REPEATED }
        var isText: Bool { descriptor.type == PROTOBUF_C_TYPE_STRING }
        var isOneofMember: Bool { descriptor.flags & PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue != 0 }
        var message: Descriptor? { descriptor.type == PROTOBUF_C_TYPE_MESSAGE ? descriptor.descriptor.map(Descriptor.init) : nil }
    }
}
