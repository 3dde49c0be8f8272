public import Invitations
public import RPC
internal import Synchronization

/// Who may call what: method × role × school, deny by default (R1, R26).
///
/// Asked once on a call's way, before the message is decoded: `admit` decides by certificate, method and token, and answers the caller whom
/// handlers find in their context. The school is `Caller.school`'s, once the message is there.
///
/// A shared object whose rules are replaced while it is used. Each loop has rules and verified tokens of its own, behind a lock of its own
/// that nothing but a replacement ever contends for.
public final class AccessTable: Sendable {
    /// Verified tokens that are remembered, all loops together.
    public static let verifiedTokensMax = 4096

    private let loops: [Loop]
    private let clock: WallClock
    /// Held throughout a replacement: one at a time.
    private let current: Mutex<AccessRules>

    /// `loopCount`: of the server whose calls it admits.
    public init(_ rules: AccessRules, clock: WallClock, loopCount: Int) {
        loops = (0..<max(1, loopCount)).map { _ in Loop(LoopAccess(rules, tokensMax: Self.tokensMax(loopCount))) }
        self.clock = clock
        current = Mutex(rules)
    }

    /// Lets a call in, or throws the `RPCError` that says why not. Runs on the call's loop, before anything is decoded.
    public func admit(_ context: ServerContext) throws -> Caller {
        try loops[context.loopIndex % loops.count].access.withLock { try $0.admit(context, clock: clock) }
    }

    /// Every call admitted after this returns is judged by the new rules; what was verified by the old ones is forgotten.
    public func replace(with rules: AccessRules) -> AccessChange {
        current.withLock { current in
            let change = AccessChange(before: current.roleMap, after: rules.roleMap)
            current = rules
            for loop in loops { loop.access.withLock { $0 = LoopAccess(rules, tokensMax: Self.tokensMax(loops.count)) } }
            return change
        }
    }

    private static func tokensMax(_ loopCount: Int) -> Int { max(1, verifiedTokensMax / max(1, loopCount)) }

    private final class Loop: Sendable {
        let access: Mutex<LoopAccess>

        init(_ access: LoopAccess) { self.access = Mutex(access) }
    }
}
