import Testing

@testable import Mail

/// What libcurl said and heard: commands begin with `>`.
private func admission(_ lines: [String]) -> SMTPAdmission {
    var admission = SMTPAdmission()
    for line in lines {
        let bytes = Array("\(line)\r\n".utf8)
        line.hasPrefix(">") ? admission.sent(bytes.dropFirst()) : admission.received(bytes)
    }
    return admission
}

@Suite("SMTP admission")
struct SMTPAdmissionTests {
    @Test("What AUTH sends is not taken for a command, and no text keeps it")
    func authBlobs() {
        let said = admission([
            "220 relay.test ESMTP", ">EHLO me", "250-relay.test", "250 PIPELINING", ">AUTH LOGIN", "334 VXNlcm5hbWU6", ">EHLO",
            "334 UGFzc3dvcmQ6", ">DATA1234", "235 2.7.0 ok",
        ])
        #expect(said.standing.stage == .auth && said.isAuthenticated && said.offers.pipelining)
        #expect(!"\(said)".contains("1234"))
    }

    @Test("AUTH counts only when it was answered 235")
    func notAuthenticated() {
        for reply in ["535 5.7.8 no", "250 ok", "334 more", "235-half a reply"] {
            #expect(!admission(["220 hi", ">EHLO me", "250 me", ">AUTH PLAIN eA==", reply]).isAuthenticated)
        }
        #expect(!admission(["220 hi", ">EHLO me", "235 2.7.0 welcome"]).isAuthenticated)
    }

    @Test("What EHLO's reply offers counts, in any case of letters, but not the relay's name, and not what only begins so")
    func offers() {
        let hello = ["220 hi", ">EHLO me"]
        #expect(admission(hello + ["250-me", "250-Pipelining", "250 SIZE 1000"]).offers == SMTPOffers(pipelining: true, size: true))
        #expect(admission(hello + ["250-me", "250-SIZE", "250 8BITMIME"]).offers == SMTPOffers(size: true))
        for nothing in [
            ["250 PIPELINING"], ["250-PIPELINING", "250 SIZES"], ["250-me", "250 PIPELININGS"], ["250-me", "250 X-PIPELINING"],
            ["550-PIPELINING", "550-PIPELINING", "550 SIZE 1"],
        ] { #expect(admission(hello + nothing).offers == SMTPOffers()) }
    }

    @Test("What was offered before TLS, or in a greeting, or by HELO, is not offered")
    func otherReplies() {
        let offering = ["250-me", "250-PIPELINING", "250 SIZE 1000"]
        let upgraded = ["220 hi", ">EHLO me"] + offering + [">STARTTLS", "220 go", ">EHLO me"]
        #expect(admission(upgraded).offers == SMTPOffers())
        #expect(admission(upgraded + ["250 me"]).offers == SMTPOffers())
        #expect(admission(upgraded + offering).offers == SMTPOffers(pipelining: true, size: true))
        #expect(admission(["220-hi", "220-PIPELINING", "220 SIZE"]).offers == SMTPOffers())
        #expect(admission(["220 hi", ">EHLO me", "502 what", ">HELO me"] + offering).offers == SMTPOffers())
    }
}
