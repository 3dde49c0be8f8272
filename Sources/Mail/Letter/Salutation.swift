internal import Invitations

/// What a letter calls its reader, from what the MIS knows of the name (R19): never a title or a surname alone. Empty: nothing that can
/// be used.
func addressedName(_ name: PersonName) -> String {
    let title = oneLine(name.title)
    let forename = oneLine(name.forename)
    let surname = oneLine(name.surname)
    if !title.isEmpty, !surname.isEmpty { return "\(title) \(surname)" }
    if forename.isEmpty { return "" }
    return surname.isEmpty ? forename : "\(forename) \(surname)"
}

/// How a letter addresses its reader.
func salutation(for name: PersonName) -> String {
    let addressed = addressedName(name)
    return "Dear \(addressed.isEmpty ? "Parent or Carer" : addressed),"
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
