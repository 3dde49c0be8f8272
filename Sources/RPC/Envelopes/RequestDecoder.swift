/// Reads `ttrpc.Request` from bytes; offsets and metadata only, nothing is copied but metadata.
struct RequestDecoder {
    struct Parts {
        var service = 0..<0
        var method = 0..<0
        var payload: Range<Int>?
        var timeoutNanoseconds: Int64 = 0
        var metadata = Metadata()
    }

    enum Failure: Error {
        case malformed(WireFault)
        case tooLong(field: String)
        case invalidText(field: String)
        case invalidKey(field: String)
        case metadataTooLarge

        func rpcError(limits: Limits) -> RPCError {
            switch self {
            case .malformed(let fault):
                WireReason.malformedRequest.error("The request is not a ttrpc.Request: \(fault.sentence).")
            case .tooLong(let field):
                WireReason.malformedRequest.error(
                    "\(field) has more than \(limits.nameBytesMax) bytes.", metadata: ["field": field])
            case .invalidText(let field):
                WireReason.malformedRequest.error("\(field) must be UTF-8 without NUL.", metadata: ["field": field])
            case .invalidKey(let field):
                WireReason.malformedRequest.error("\(field) must be printable ASCII and not empty.", metadata: ["field": field])
            case .metadataTooLarge:
                WireReason.metadataTooLarge.error(
                    "Send at most \(limits.metadataPairsMax) metadata pairs of \(limits.metadataBytesMax) bytes together.")
            }
        }
    }

    let limits: Limits
    private var metadataBytes = 0

    init(limits: Limits) { self.limits = limits }

    mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Parts {
        var parts = Parts()
        var cursor = WireCursor(bytes)
        do {
            while let (number, type) = try cursor.nextField() {
                switch number {
                case 1: parts.service = try cursor.delimited(type)
                case 2: parts.method = try cursor.delimited(type)
                case 3: parts.payload = try cursor.delimited(type)
                case 4: parts.timeoutNanoseconds = Int64(bitPattern: try cursor.varint(type))
                case 5: try addPair(WireCursor(bytes, in: try cursor.delimited(type)), to: &parts.metadata)
                default: try cursor.skip(type)
                }
            }
        } catch let fault as WireFault {
            throw .malformed(fault)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .malformed(.truncated)
        }
        if parts.service.count > limits.nameBytesMax { throw .tooLong(field: "service") }
        if parts.method.count > limits.nameBytesMax { throw .tooLong(field: "method") }
        return parts
    }

    private mutating func addPair(_ pair: WireCursor, to metadata: inout Metadata) throws {
        var cursor = pair
        var key = 0..<0
        var value = 0..<0
        while let (number, type) = try cursor.nextField() {
            switch number {
            case 1: key = try cursor.delimited(type)
            case 2: value = try cursor.delimited(type)
            default: try cursor.skip(type)
            }
        }
        metadataBytes += key.count + value.count
        guard metadata.pairs.count < limits.metadataPairsMax, metadataBytes <= limits.metadataBytesMax else {
            throw Failure.metadataTooLarge
        }
        let index = metadata.pairs.count
        guard !key.isEmpty, cursor.bytes[key].allSatisfy({ (0x21...0x7E).contains($0) }), let keyText = cursor.text(key) else {
            throw Failure.invalidKey(field: "metadata[\(index)].key")
        }
        guard let valueText = cursor.text(value) else { throw Failure.invalidText(field: "metadata[\(index)].value") }
        metadata.add(keyText, valueText)
    }
}
