public import RPC

/// A bearer token (JWT) that names the administrator a portal calls for.
///
/// It cannot be printed, interpolated or dumped; only a call's metadata holds its text.
public struct AdministratorToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// The token as its issuer wrote it, without `Bearer`. nil for what cannot be one: nothing, or anything but printable ASCII.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.text = text
    }

    /// Names the administrator in a call's metadata, unless that names somebody already.
    func name(in metadata: inout Metadata) {
        if metadata["authorization"] == nil { metadata.add("authorization", "Bearer \(text)") }
    }

    /// Always the same words.
    public var description: String { "AdministratorToken(redacted)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension CallOptions {
    /// The same call, in the name of an administrator: for a backend that calls for many.
    public func on(behalfOf administrator: AdministratorToken) -> CallOptions {
        var options = self
        administrator.name(in: &options.metadata)
        return options
    }
}
