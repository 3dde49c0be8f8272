internal import InvitationMessages

/// The contract as a program reads it.
public enum InvitationDescriptors {
    /// An encoded `google.protobuf.FileDescriptorSet`: every file of `invitation.v1`, and all they import.
    public static func fileDescriptorSet() -> [UInt8] {
        var count = 0
        return Array(UnsafeBufferPointer(start: invitation_descriptors(&count), count: count))
    }
}
