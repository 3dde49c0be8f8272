import Foundation
import Testing

/// Runs Python's standard library as a second opinion. A machine without it fails the test: nothing is skipped.
enum Python {
    struct Failure: Error { let text: String }

    /// Runs a script that reads JSON from stdin and writes JSON to stdout.
    static func run<Answer: Decodable>(_ script: String, _ input: some Encodable, as answer: Answer.Type) throws -> Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mail-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let question = folder.appendingPathComponent("in.json")
        try JSONEncoder().encode(input).write(to: question)
        let output = Pipe()
        let errors = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: question)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let written = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: String(decoding: complaint, as: UTF8.self)) }
        return try JSONDecoder().decode(Answer.self, from: written)
    }
}

/// A message as Python's `email` package reads it.
struct ParsedMessage: Decodable {
    var headers: [String: [String]]
    var fromName: String
    var fromAddress: String
    var toName: String
    var toAddress: String
    var date: String
    var defects: [String]
    var types: [String]
    var text: String
    var html: String
    /// The HTML's visible words.
    var htmlWords: String
    /// Where they lead, each once.
    var links: [String]

    static func parse(_ messages: [[UInt8]]) throws -> [ParsedMessage] {
        try Python.run(script, messages.map { Data($0).base64EncodedString() }, as: [ParsedMessage].self)
    }

    private static let script = """
        import base64, json, sys
        from email import message_from_bytes, policy
        from email.header import decode_header, make_header
        from email.utils import getaddresses
        from html.parser import HTMLParser

        class Words(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.words, self.links, self.skip = [], [], 0
            def handle_starttag(self, tag, attrs):
                if tag == 'head': self.skip += 1
                if tag in ('p', 'div', 'br'): self.words.append(' ')
                if tag == 'a': self.links.append(dict(attrs)['href'])
            def handle_endtag(self, tag):
                if tag == 'head': self.skip -= 1
            def handle_data(self, data):
                if not self.skip: self.words.append(data)

        def parse(raw):
            message = message_from_bytes(raw, policy=policy.SMTP)
            defects = [repr(d) for part in message.walk() for d in part.defects]
            headers = {}
            for name, value in message.items():
                headers.setdefault(name, []).append(str(value))
                defects += [repr(d) for d in value.defects]
            parts = list(message.iter_parts())
            text, html = parts[0].get_content(), parts[1].get_content()
            words = Words(); words.feed(html); words.close()
            # policy.SMTP keeps the space between encoded words of a phrase; the older reader joins them, as RFC 2047 section 6.2 asks.
            older = message_from_bytes(raw, policy=policy.compat32)
            def mailbox(field):
                (name, address), = getaddresses([older[field].replace('\\r\\n', '')])
                return str(make_header(decode_header(name))), address
            (fromName, fromAddress), (toName, toAddress) = mailbox('From'), mailbox('To')
            return dict(headers=headers, defects=defects, types=[message.get_content_type()] + [p.get_content_type() for p in parts],
                fromName=fromName, fromAddress=fromAddress, toName=toName, toAddress=toAddress,
                date=message['Date'].datetime.isoformat(), text=text, html=html, htmlWords=''.join(words.words), links=list(dict.fromkeys(words.links)))

        json.dump([parse(base64.b64decode(m)) for m in json.load(sys.stdin)], sys.stdout)
        """
}

/// The words with one space between: for comparing what two parts say.
func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
