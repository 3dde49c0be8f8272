import Invitations

/// A refusal as a step of a longer answer.
struct Refusal: Error {
    var line: String
}

extension Model {
    /// What a request id was answered the first time (R16); nil: it was not. Kept 7 days, by school, administrator and method.
    func recorded(
        _ school: String, _ admin: String, _ method: String, _ requestID: String, _ body: String
    ) -> Result<RecordModel.Answer?, Refusal> {
        let key = key(admin, method, requestID)
        guard let record = schools[school]?.records[key], has(.answersAreKeptForGood) || now < record.at + 7 * 86_400_000 else {
            return .success(nil)
        }
        return record.body == body ? .success(record.answer) : .failure(Refusal(line: refusalLine(.requestIDReused)))
    }

    mutating func record(
        _ school: String, _ admin: String, _ method: String, _ requestID: String, _ body: String, _ answer: RecordModel.Answer
    ) {
        let key = key(admin, method, requestID)
        let record = RecordModel(body: body, answer: answer, at: now)
        schools[school]?.records[key] = record
    }

    private func key(_ admin: String, _ method: String, _ requestID: String) -> RecordKey {
        RecordKey(admin: has(.requestIDsOfAdminsMeet) ? "" : admin, method: method, requestID: requestID)
    }

    static func isUUID(_ text: String) -> Bool { text.hasPrefix("00000000-0000-4000-8000-") }
}
