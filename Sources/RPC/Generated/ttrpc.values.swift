// Generated from ttrpc/ttrpc.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// Opens a call: the data of a frame of type request.
package struct TTRPCRequest: Sendable, Hashable {
    /// Full name of the service: invitation.v1.InvitationService.
    package var service: String = ""
    /// Name of the method: ListContacts.
    package var method: String = ""
    /// The encoded request message.
    package var payload: [UInt8] = []
    /// How long the caller waits, in nanoseconds from now. 0 is no limit, negative is already expired.
    package var timeoutNano: Int64 = 0
    /// What the caller says besides its message. Keys may repeat.
    package var metadata: [TTRPCKeyValue] = []

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(
        service: String = "",
        method: String = "",
        payload: [UInt8] = [],
        timeoutNano: Int64 = 0,
        metadata: [TTRPCKeyValue] = []
    ) {
        self.service = service
        self.method = method
        self.payload = payload
        self.timeoutNano = timeoutNano
        self.metadata = metadata
    }
}

/// Ends a call: the data of a frame of type response.
package struct TTRPCResponse: Sendable, Hashable {
    /// Absent, or with code OK: the call went well.
    package var status: GoogleRPCStatus? = nil
    /// The encoded response message.
    package var payload: [UInt8] = []

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(status: GoogleRPCStatus? = nil, payload: [UInt8] = []) {
        self.status = status
        self.payload = payload
    }
}

/// One pair of a request's metadata.
package struct TTRPCKeyValue: Sendable, Hashable {
    /// Field 1 of the contract, `key`.
    package var key: String = ""
    /// Field 2 of the contract, `value`.
    package var value: String = ""

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(key: String = "", value: String = "") {
        self.key = key
        self.value = value
    }
}
