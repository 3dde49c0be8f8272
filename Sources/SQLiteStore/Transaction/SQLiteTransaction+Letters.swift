internal import InvitationStore
internal import Invitations

/// The letters of mail that has not ended, each as what differs from its frame: some are there for a second, so they take as few pages as can
/// be. In the order of their mails' keys, which is about that in which they come.
extension SQLiteTransaction {
    /// What was fixed before of the same mail is gone.
    func keepLetter(_ rendering: FixedMail, of mail: MailID) throws {
        let frame = letterFrames?.frame(of: rendering.common)
        let difference = frame.flatMap { LetterDifference.encode(rendering.bytes, from: $0) }
        let key = try difference == nil ? nil : frame.map(frameKey)
        try connection.run(Self.insertLetter) { statement in
            statement.bind(1, mail.rowID)
            statement.bind(2, key)
            statement.bind(3, rendering.recipient)
            try statement.run(lending: difference ?? rendering.bytes, to: 4)
        }
    }

    /// Of a mail that was fixed and has not ended.
    func letter(of mail: MailID) throws -> (recipient: String, bytes: [UInt8]) {
        try connection.run(Self.letterOfMail) { statement in
            statement.bind(1, mail.rowID)
            guard try statement.step() else { throw SQLiteError.damaged("a mail's letter is not there") }
            let recipient = statement.text(0)
            if statement.isNull(2) { return (recipient, statement.bytes(1)) }
            do throws(LetterDifference.Damage) {
                return (recipient, try LetterDifference.decode(statement.bytes(1), from: statement.bytes(3)))
            } catch {
                throw SQLiteError.damaged("a letter is no difference from its frame")
            }
        }
    }

    /// R39: what is personal of a mail goes with its end.
    func forgetLetter(of mail: Int64) throws {
        try connection.run(Self.deleteLetter) { statement in
            statement.bind(1, mail)
            try statement.run()
        }
    }

    private func frameKey(of frame: LetterFrame) throws -> Int64 {
        if let key = frameKeys[frame.digest] { return key }
        let known: Int64? = try connection.run(Self.frameByDigest) { statement in
            statement.bind(1, frame.digest)
            return try statement.step() ? statement.int64(0) : nil
        }
        let key = try known ?? insert(frame)
        frameKeys[frame.digest] = key
        return key
    }

    private func insert(_ frame: LetterFrame) throws -> Int64 {
        try connection.run(Self.insertFrame) { statement in
            statement.bind(1, frame.digest)
            try statement.run(lending: frame.bytes, to: 2)
        }
        return connection.lastInsertedKey
    }

    private static let insertLetter = Query("INSERT OR REPLACE INTO letter (mail, frame, recipient, bytes) VALUES (?1, ?2, ?3, ?4)")
    private static let letterOfMail = Query(
        """
        SELECT recipient, letter.bytes, frame, letter_frame.bytes FROM letter LEFT JOIN letter_frame ON letter_frame.key = frame WHERE mail = ?1
        """)
    private static let deleteLetter = Query("DELETE FROM letter WHERE mail = ?1")
    private static let frameByDigest = Query("SELECT key FROM letter_frame WHERE digest = ?1")
    private static let insertFrame = Query("INSERT INTO letter_frame (digest, bytes) VALUES (?1, ?2)")
}
