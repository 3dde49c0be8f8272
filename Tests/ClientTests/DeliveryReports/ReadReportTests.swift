import Foundation
import Testing

@testable import DeliveryReports

@Suite("Delivery reports")
struct ReadReportTests {
    static func sample(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Samples")
        return try String(contentsOf: folder.appending(path: "\(name).eml"), encoding: .utf8)
    }

    static let postfix = Result { try sample("postfix-unknown-user") }

    /// A report with this status part; `\n` for each line end.
    static func report(_ status: String, type: String = "message/delivery-status", header: String = "To: b+w@example.org\n") -> String {
        header
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=xx\n\n--xx\n\nIn words.\n--xx\nContent-Type: \(type)\n\n"
            + status + "\n--xx\nContent-Type: message/rfc822\n\nSubject: hello\n\n--xx--\n"
    }

    static func read(_ text: String, recipient: String? = nil) throws -> ReadReport {
        try ReadReport(Array(text.utf8), recipient: recipient)
    }

    @Test("R23: a report as Postfix writes it names the address it came to, the action, the status and the other side's folded words")
    func asPostfixWrites() throws {
        let text = try Self.postfix.get()
        for text in [text, text.replacingOccurrences(of: "\n", with: "\r\n"), "From MAILER-DAEMON Tue Nov 24 09:12:44 2026\n" + text] {
            let report = try Self.read(text)
            #expect(report.addresses == ["bounces+RETURNPATHWORD@mail.wexcombe.example"])
            #expect(report.action == .failed && report.status == "5.1.1")
            #expect(
                report.diagnostic
                    == "550 5.1.1 <imogen@example.net>: Recipient address rejected: User unknown in local recipient table")
        }
    }

    @Test("The envelope's recipient comes first, then what mail systems wrote down, then To; each once, eight at most")
    func addresses() throws {
        let header =
            "To: \"B, Ounces\" <b+to@example.org>, b+two@example.org\nDelivered-To: b+delivered@example.org\nX-Original-To: b+to@example.org\n"
        let status = "Reporting-MTA: dns; x\n\nAction: failed\nStatus: 5.2.2\n"
        let report = try Self.read(Self.report(status, header: header), recipient: "b+envelope@example.org")
        #expect(report.addresses == ["b+envelope@example.org", "b+delivered@example.org", "b+to@example.org", "b+two@example.org"])
        let many = (0..<20).map { "Delivered-To: b+\($0)@example.org\n" }.joined()
        #expect(try Self.read(Self.report(status, header: many)).addresses.count == 8)
        #expect(throws: ReportProblem.noAddress) { try Self.read(Self.report(status, header: "Subject: x\n")) }
    }

    @Test(
        "Whatever is in the status part: the action and the code that are meant",
        arguments: [
            ("Action: failed\nStatus: 5.1.1", "failed 5.1.1"),
            ("ACTION : Failed\nSTATUS:\t5.1.1 (bad destination mailbox address)", "failed 5.1.1"),
            ("Action: delayed\nStatus: 4.4.1\nWill-Retry-Until: x", "delayed 4.4.1"),
            ("Action: relayed\nStatus: 2.1.9", "relayed 2.1.9"),
            // No status: the diagnostic's, or the vaguest there is.
            ("Action: failed\nDiagnostic-Code: smtp; 550 5.7.1 no", "failed 5.7.1"), ("Action: failed", "failed 5.0.0"),
            ("Action: failed\nStatus: five", "failed 5.0.0"), ("Action: delayed", "delayed 4.0.0"),
            // A blank line too few, and blank lines too many.
            ("Reporting-MTA: dns; x\nAction: failed\nStatus: 5.1.1", "failed 5.1.1"),
            ("\n\nReporting-MTA: dns; x\n\n\n\nAction: failed\nStatus: 5.1.1\n\n", "failed 5.1.1"),
            // A forwarder's several: who got it weighs more; else the address.
            ("Action: failed\nStatus: 5.1.1\n\nAction: delivered\nStatus: 2.0.0", "delivered 2.0.0"),
            ("Action: failed\nStatus: 5.2.2\n\nAction: failed\nStatus: 5.1.1", "failed 5.1.1"),
        ])
    func statusParts(_ status: String, _ expected: String) throws {
        let report = try Self.read(Self.report("Reporting-MTA: dns; mx.example.net\n\n" + status))
        #expect("\(report.action) \(report.status)" == expected)
    }

    @Test("A status part that is encoded, of an international address, within another multipart, or cut off is read all the same")
    func unusualForms() throws {
        let status = "Reporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no=such user\n"
        let base64 = Data(status.utf8).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        let quoted = status.replacingOccurrences(of: "no=such", with: "no=\n=3Dsuch")
        for (encoding, body) in [("base64", base64), ("quoted-printable", quoted), ("7bit", status)] {
            let report = try Self.read(Self.report(body, type: "message/delivery-status\nContent-Transfer-Encoding: \(encoding)"))
            #expect(report.status == "5.1.1" && report.diagnostic == "550 no=such user", "\(encoding)")
        }
        #expect(try Self.read(Self.report(status, type: "Message/Global-Delivery-Status; charset=utf-8")).status == "5.1.1")
        let inner = Self.report(status, header: "")
        let nested =
            "To: b+w@example.org\nContent-Type: multipart/mixed; boundary=\"out;er\\\"\"\n\n--out;er\"\n\(inner)\n--out;er\"\n\nA footer.\n--out;er\"--\n"
        #expect(try Self.read(nested).status == "5.1.1")
        let whole = Self.report(status)
        let cut = whole[..<(try #require(whole.range(of: "\n--xx\nContent-Type: message/rfc822")?.lowerBound))]
        #expect(try Self.read(String(cut)).status == "5.1.1")
    }

    @Test("What is no report says what it is; a returned mail is not looked into")
    func others() throws {
        let status = "Reporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n"
        #expect(throws: ReportProblem.automaticReply) {
            try Self.read("To: b+w@example.org\nAuto-Submitted: auto-replied (vacation)\nSubject: Out of office\n\nI am away.\n")
        }
        for header in ["X-Autoreply: yes", "Precedence: auto_reply"] {
            #expect(throws: ReportProblem.automaticReply) { try Self.read("To: b+w@example.org\n\(header)\n\nI am away.\n") }
        }
        #expect(throws: ReportProblem.noReport) { try Self.read("To: b+w@example.org\nSubject: Buy\n\n\(status)") }
        #expect(throws: ReportProblem.noReport) { try Self.read("") }
        let read =
            "Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/disposition-notification\n\nDisposition: x\n--a--\n"
        #expect(throws: ReportProblem.noReport) { try Self.read(read) }
        #expect(throws: ReportProblem.unreadable) { try Self.read(Self.report("Reporting-MTA: dns; x\n")) }
        #expect(throws: ReportProblem.unreadable) { try Self.read(Self.report("Action: exploded\nStatus: 5.1.1\n")) }
        let forwarded =
            "To: b+w@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
            + Self.report(status) + "\n--b--\n"
        #expect(throws: ReportProblem.noReport) { try Self.read(forwarded) }
    }

    @Test("Hostile input ends soon: endless headers, folds, parts, nesting and size")
    func hostile() throws {
        let status = "Reporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n"
        var nested = Self.report(status, header: "")
        for level in 0..<40 { nested = "Content-Type: multipart/mixed; boundary=n\(level)\n\n--n\(level)\n\(nested)\n--n\(level)--\n" }
        #expect(throws: ReportProblem.noReport) { try Self.read("To: b+w@example.org\n" + nested) }
        let parts = "To: b+w@example.org\nContent-Type: multipart/mixed; boundary=p\n\n" + String(repeating: "--p\n\nx\n", count: 60_000)
        #expect(throws: ReportProblem.noReport) { try Self.read(parts) }
        let fields = String(repeating: "X: y\n", count: 100_000) + "To: b+w@example.org\n\n"
        #expect(throws: ReportProblem.noReport) { try Self.read(fields) }
        let folds = "To: b+w@example.org\nX:" + String(repeating: "\n y", count: 200_000) + "\n\n"
        #expect(throws: ReportProblem.noReport) { try Self.read(folds) }
        // The status is before what is returned: the first megabyte is enough.
        let large = Self.report(status).replacingOccurrences(of: "Subject: hello", with: String(repeating: "z", count: 3_000_000))
        #expect(try Self.read(large).status == "5.1.1")
        let long = Self.report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; " + String(repeating: "w", count: 500_000))
        #expect(try Self.read(long).diagnostic.utf8.count == ReadReport.diagnosticBytesMax)
    }

    @Test("No damaged report crashes: every cut, and bytes changed at random from a seed")
    func damaged() throws {
        let whole = Array(try Self.postfix.get().utf8)
        for length in stride(from: 0, to: whole.count, by: 7) { _ = try? ReadReport(whole.prefix(length)) }
        var state: UInt64 = 23
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<(1 + next() % 8) { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
            _ = try? ReadReport(bytes)
        }
    }
}
