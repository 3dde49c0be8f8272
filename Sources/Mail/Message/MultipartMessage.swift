/// A message with the same words as text and as HTML (RFC 5322, RFC 2046 §5.1.4).
struct MultipartMessage: Sendable {
    var fields: [HeaderField]
    /// Quoted-printable.
    var text: [UInt8]
    var html: [UInt8]

    /// Always the same, so that the bytes depend on nothing but the content. `=_` occurs in no quoted-printable text.
    private static let boundary = "=_invitation"
    /// More than any header has.
    private static let headerBytes = 2048

    /// Lines end with CRLF, none longer than 76 but a long address or Message-ID; 998 at most.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count + html.count + Self.headerBytes)
        func line(_ text: String) {
            bytes += text.utf8
            bytes.append(0x0d)
            bytes.append(0x0a)
        }
        for field in fields { field.lines.forEach(line) }
        line("MIME-Version: 1.0")
        line("Content-Type: multipart/alternative; boundary=\"\(Self.boundary)\"")
        line("")
        for (type, body) in [("plain", text), ("html", html)] {
            line("--\(Self.boundary)")
            line("Content-Type: text/\(type); charset=utf-8")
            line("Content-Transfer-Encoding: quoted-printable")
            line("")
            bytes += body
        }
        line("--\(Self.boundary)--")
        return bytes
    }
}
