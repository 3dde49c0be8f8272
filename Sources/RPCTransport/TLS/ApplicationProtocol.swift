internal import COpenSSL

/// ALPN (RFC 7301): what is spoken inside.
enum ApplicationProtocol {
    static let ttrpc = "ttrpc"

    /// A protocol list of one, as it travels: a length and a name.
    static let wire: [UInt8] = [UInt8(ttrpc.utf8.count)] + Array(ttrpc.utf8)

    /// The server's choice: ttrpc wherever the client put it in its list. A client that offers only other protocols would not
    /// understand us and gets the alert `no_application_protocol`. OpenSSL does not call it for clients that offer none.
    static let select:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?, UnsafePointer<UInt8>?, UInt32,
            UnsafeMutableRawPointer?
        ) -> Int32 = { _, chosen, chosenCount, offered, offeredCount, _ in
            let list = UnsafeBufferPointer(start: offered, count: Int(offeredCount))
            guard let name = position(in: list), let start = list.baseAddress else { return SSL_TLSEXT_ERR_ALERT_FATAL }
            chosen?.pointee = start + name.lowerBound
            chosenCount?.pointee = UInt8(name.count)
            return SSL_TLSEXT_ERR_OK
        }

    /// Where ttrpc's name stands in a protocol list; nil when it does not, or the list is malformed before it.
    static func position(in list: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var position = 0
        while position < list.count {
            let name = position + 1..<position + 1 + Int(list[position])
            guard name.upperBound <= list.count else { return nil }
            if list[name].elementsEqual(wire.dropFirst()) { return name }
            position = name.upperBound
        }
        return nil
    }
}
