import Invitations

/// One contact of one pupil as the list shows it: the service's answer and the model's are compared as this text.
func contactLine(
    id: String, name: PersonName, email: String?, status: RegistrationStatus, relationship: String, order: Bool, invitable: Bool,
    because: Outcome?, invitedAt: Int64?, expiresAt: Int64?, registeredAt: Int64?, delivery: DeliveryState?, detail: String,
    warnings: [Warning]
) -> String {
    var line = "\(id) \(name.full) <\(email ?? "")> \(status) \(relationship)"
    if order { line += " ORDER" }
    line += invitable ? " invitable" : " not invitable"
    if let because { line += " because \(because)" }
    if let invitedAt { line += ", invited \(clockText(invitedAt))" }
    if let expiresAt { line += ", until \(clockText(expiresAt))" }
    if let registeredAt { line += ", registered \(clockText(registeredAt))" }
    if let delivery { line += ", mail \(delivery)" }
    if !detail.isEmpty { line += " (\(detail))" }
    return line + warnings.map { " !\($0)" }.joined()
}

func pupilLine(_ pupil: Pupil, _ contacts: [String]) -> String {
    "\(pupil.id.text) \(pupil.forename) \(pupil.surname) \(pupil.yearGroup)/\(pupil.registrationGroup): "
        + contacts.joined(separator: " | ")
}

func resultLine(_ contact: String, _ outcome: Outcome, name: String, email: String, warnings: [Warning], retryAt: Int64?) -> String {
    var line = "\(contact) \(outcome)"
    if !name.isEmpty { line += " \(name)" }
    if !email.isEmpty { line += " <\(email)>" }
    if let retryAt { line += ", again \(clockText(retryAt))" }
    return line + warnings.map { " !\($0)" }.joined()
}

func redeemLine(
    schoolName: String, name: PersonName, children: [String], expiresAt: Int64?, registered: String? = nil
) -> String {
    "OK \(name.full) of \(children.joined(separator: ", ")) at \(schoolName), until \(expiresAt.map(clockText) ?? "mailed")"
        + (registered.map { ", now \($0)" } ?? "")
}

func refusalLine(_ reason: InvitationError.Reason, _ metadata: [String: String] = [:]) -> String {
    (["refused \(reason.rawValue)"] + metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
}

func eventLine(_ kind: String, _ contact: String?, _ account: String?, _ actor: String, _ detail: String) -> String {
    "\(kind) \(contact ?? "-") \(account ?? "-") by \(actor)\(detail.isEmpty ? "" : ": \(detail)")"
}

/// An instant as days, hours, minutes and milliseconds since histories begin.
func clockText(_ instant: Int64) -> String {
    let since = instant - Model().now
    let (days, rest) = since.quotientAndRemainder(dividingBy: 86_400_000)
    let minutes = rest / 60_000
    let text = "day \(days) \(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    return rest % 60_000 == 0 ? text : text + " + \(rest % 60_000) ms"
}

/// Everything that a school's support asks about one contact (R11).
func reportLine(
    _ listing: String, pupils: [String], mailedTo: String, mailedAt: Int64?, account: String?, orders: [String],
    obstacle: InvitationError.Reason?
) -> String {
    var line = "\(listing) of \(pupils.joined(separator: ","))"
    if !mailedTo.isEmpty { line += ", to \(mailedTo)\(mailedAt.map { " on \(clockText($0))" } ?? "")" }
    if let account { line += ", account \(account)" }
    if !orders.isEmpty { line += ", orders \(orders.joined(separator: ","))" }
    return line + (obstacle.map { ", \($0.rawValue)" } ?? "")
}

func policyLine(_ policy: SchoolPolicy, isPaused: Bool) -> String {
    "version \(policy.version): \(policy.validityDays) days, cooldown \(policy.reinviteCooldown), cap \(policy.dailyCap), "
        + "guards \(policy.removalGuardPercent) % \(policy.liftGuardPercent) %"
        + (policy.requiresParentalResponsibility ? ", responsibility required" : "")
        + (policy.acknowledgesMissingCourtOrderData ? ", no order data acknowledged" : "") + (isPaused ? ", PAUSED" : "")
}

func factsLine(pupils: Int, contacts: Int, orders: Int, imports: Int, invited: Int) -> String {
    "\(pupils) pupils, \(contacts) contacts, \(orders) orders, \(imports) imports, \(invited) invited within a day"
}

func accessLine(_ school: String, _ contact: String, _ pupils: [String]?) -> String {
    "\(contact) of \(school): " + (pupils.map { "access to \($0.joined(separator: ","))" } ?? "no access")
}
