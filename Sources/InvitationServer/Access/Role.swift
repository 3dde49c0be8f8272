/// What a caller may do, given by its certificate.
///
/// - `portal`: a school portal's backend, acting for its administrators (R1).
/// - `registration`: the page behind the link; Redeem and Decline, nothing else (R26).
/// - `roster`: the nightly feed.
/// - `bounces`: whatever reads what mail systems report; ReportBounce, nothing else (R23).
/// - `operator`: those who run the service.
public enum Role: String, Sendable, Hashable, CaseIterable {
    case portal, registration, roster, bounces, `operator`
}
