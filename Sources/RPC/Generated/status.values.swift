// Generated from google/rpc/status.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// How a call ended.
package struct GoogleRPCStatus: Sendable, Hashable {
    /// A canonical code of google.rpc.Code.
    package var code: Int32 = 0
    /// For developers, in English.
    package var message: String = ""
    /// Messages that say more, such as ErrorInfo.
    package var details: [ProtobufAny] = []

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(code: Int32 = 0, message: String = "", details: [ProtobufAny] = []) {
        self.code = code
        self.message = message
        self.details = details
    }
}
