internal import Cryptography
internal import ProtobufJSON

/// The public keys that may sign administrators' tokens, from a JWKS file (RFC 7517).
///
/// A key of P-256 verifies ES256 and one of Ed25519 EdDSA, whatever a token says. Keys of other types and those for encryption are passed
/// over; a secret in the file is an error, because somebody would miss it.
public struct JSONWebKeySet: Sendable {
    private let keys: [String: VerificationKey]

    /// The most keys a file may have.
    public static let keysMax = 64

    /// Throws `JSONWebKeySetError` naming the key.
    public init(parsing text: String) throws(JSONWebKeySetError) {
        let limits = JSONLimits(bytesMax: 1 << 20, depthMax: 8, valuesMax: 10_000, numberBytesMax: 32)
        let document: JSONValue
        do { document = try JSONValue(parsing: Array(text.utf8), limits: limits) } catch {
            throw JSONWebKeySetError(nil, "it is not strict JSON: \(error.message)")
        }
        guard case .array(let entries) = document["keys"] else { throw JSONWebKeySetError(nil, "it has no list 'keys'") }
        guard entries.count <= Self.keysMax else { throw JSONWebKeySetError(nil, "it has more than \(Self.keysMax) keys") }
        var keys: [String: VerificationKey] = [:]
        for (index, entry) in entries.enumerated() {
            guard let (id, key) = try Self.read(entry, index) else { continue }
            guard keys.updateValue(key, forKey: id) == nil else { throw JSONWebKeySetError(index, "its kid is another key's already") }
        }
        guard !keys.isEmpty else { throw JSONWebKeySetError(nil, "it has no key for ES256 (EC, P-256) or EdDSA (OKP, Ed25519)") }
        self.keys = keys
    }

    /// The key that a token names, if it is for what the token says.
    func key(_ id: String, for algorithm: VerificationKey.Algorithm) throws(TokenProblem) -> VerificationKey {
        // Byte by byte: Swift would find composed letters under their decomposed name.
        guard let position = keys.index(forKey: id), keys[position].key.utf8.elementsEqual(id.utf8) else { throw .key }
        let key = keys[position].value
        guard key.algorithm == algorithm else { throw .algorithm }
        return key
    }

    /// The ids of all keys.
    var keyIDs: some Collection<String> { keys.keys }

    private static func read(_ entry: JSONValue, _ index: Int) throws(JSONWebKeySetError) -> (String, VerificationKey)? {
        func text(_ name: String) -> String? { if case .string(let text) = entry[name] { text } else { nil } }
        func part(_ name: String) throws(JSONWebKeySetError) -> [UInt8] {
            guard let bytes = text(name).flatMap(Base64URL.decode(_:)), bytes.count == VerificationKey.partByteCount else {
                throw JSONWebKeySetError(index, "its \(name) must be \(VerificationKey.partByteCount) bytes in base64url")
            }
            return bytes
        }
        guard let type = text("kty") else { throw JSONWebKeySetError(index, "it has no kty") }
        guard type != "oct", entry["d"] == nil, entry["k"] == nil else {
            throw JSONWebKeySetError(index, "it is a secret: only public keys belong here")
        }
        let algorithm: VerificationKey.Algorithm
        switch (type, text("crv")) {
        case ("EC", "P-256"): algorithm = .es256
        case ("OKP", "Ed25519"): algorithm = .edDSA
        default: return nil
        }
        if let use = entry["use"], use != .string("sig") { return nil }
        if let operations = entry["key_ops"] {
            guard case .array(let list) = operations, list.contains(.string("verify")) else { return nil }
        }
        if let stated = entry["alg"], stated != .string(algorithm.rawValue) {
            throw JSONWebKeySetError(index, "its alg must be \(algorithm.rawValue), which its curve is for")
        }
        guard let id = text("kid"), (1...256).contains(id.utf8.count) else { throw JSONWebKeySetError(index, "it has no kid") }
        do {
            switch algorithm {
            case .es256: return (id, try VerificationKey(p256X: part("x"), y: part("y")))
            case .edDSA: return (id, try VerificationKey(ed25519: part("x")))
            }
        } catch let error as JSONWebKeySetError {
            throw error
        } catch {
            throw JSONWebKeySetError(index, "\(error)")
        }
    }
}

/// What is wrong with a key set, and where.
public struct JSONWebKeySetError: Error, Hashable, CustomStringConvertible {
    /// Position in the list, from 0; nil for the file as a whole.
    public let index: Int?
    public let problem: String

    init(_ index: Int?, _ problem: String) {
        self.index = index
        self.problem = problem
    }

    public var description: String { index.map { "key \($0) of the key set: \(problem)" } ?? "the key set is unusable: \(problem)" }
}
