internal import Invitations

/// How a letter addresses its reader, from what the MIS knows of the name (R19): never a title or a surname alone.
func salutation(for name: PersonName) -> String {
    let title = oneLine(name.title)
    let forename = oneLine(name.forename)
    let surname = oneLine(name.surname)
    if !title.isEmpty, !surname.isEmpty { return "Dear \(title) \(surname)," }
    if !forename.isEmpty { return "Dear \(surname.isEmpty ? forename : "\(forename) \(surname)")," }
    return "Dear Parent or Carer,"
}

/// `Zoë, Max and Ana`. Beyond eight, the rest are counted: no family's letter becomes a list.
func enumeration(ofChildren forenames: [String]) -> String {
    let names = forenames.map { oneLine($0) }.filter { !$0.isEmpty }
    guard let last = names.last else { return "your child" }
    if names.count == 1 { return last }
    if names.count > namedChildrenMax {
        return "\(names.prefix(namedChildrenMax).joined(separator: ", ")) and \(names.count - namedChildrenMax) more"
    }
    return "\(names.dropLast().joined(separator: ", ")) and \(last)"
}

private let namedChildrenMax = 8
