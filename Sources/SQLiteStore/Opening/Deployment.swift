internal import Invitations

/// The file's identity, made once.
enum Deployment {
    static func id(on connection: Connection, clock: WallClock, random: RandomSource) throws -> [UInt8] {
        if let id = try read(on: connection) { return id }
        try connection.run(insert) { statement in
            statement.bind(1, random.bytes(16))
            statement.bind(2, clock.now().milliseconds)
            try statement.run()
        }
        guard let id = try read(on: connection) else { throw SQLiteError(code: 0, message: "the deployment's row is missing") }
        return id
    }

    private static func read(on connection: Connection) throws -> [UInt8]? {
        try connection.run(select) { try $0.step() ? $0.bytes(0) : nil }
    }

    private static let select = Query("SELECT id FROM deployment WHERE only = 1")
    private static let insert = Query("INSERT INTO deployment (only, id, created_at) VALUES (1, ?1, ?2)")
}
