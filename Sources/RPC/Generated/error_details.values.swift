// Generated from google/rpc/error_details.proto by protoc-gen-ttrpc-swift. Change the contract, not this file.

/// Why a call failed, for programs. (AIP-193)
package struct GoogleRPCErrorInfo: Sendable, Hashable {
    /// UPPER_SNAKE, stable, unique within the domain.
    package var reason: String = ""
    /// The namespace of the reason.
    package var domain: String = ""
    /// What a program needs to act on the reason.
    package var metadata: [String: String] = [:]

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(reason: String = "", domain: String = "", metadata: [String: String] = [:]) {
        self.reason = reason
        self.domain = domain
        self.metadata = metadata
    }
}

/// When trying again makes sense.
package struct GoogleRPCRetryInfo: Sendable, Hashable {
    /// Wait at least this long.
    package var retryDelay: ProtobufDuration? = nil

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(retryDelay: ProtobufDuration? = nil) {
        self.retryDelay = retryDelay
    }
}

/// Which fields of a request were wrong.
package struct GoogleRPCBadRequest: Sendable, Hashable {
    /// Field 1 of the contract, `field_violations`.
    package var fieldViolations: [GoogleRPCBadRequest.FieldViolation] = []

    /// The message with every field at its default.
    package init() {}

    /// The message with the fields given, and all others at their default.
    package init(fieldViolations: [GoogleRPCBadRequest.FieldViolation] = []) {
        self.fieldViolations = fieldViolations
    }

    /// One field that was wrong.
    package struct FieldViolation: Sendable, Hashable {
        /// Path of the field from the request's top: filter.year_groups.
        package var field: String = ""
        /// Why it was wrong, in English.
        package var description: String = ""

        /// The message with every field at its default.
        package init() {}

        /// The message with the fields given, and all others at their default.
        package init(field: String = "", description: String = "") {
            self.field = field
            self.description = description
        }
    }
}
