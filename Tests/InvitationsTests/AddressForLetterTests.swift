import Invitations
import Testing

@Suite("Where a letter could go")
struct AddressForLetterTests {
    @Test("R19: whatever the contact's status, its address is where a letter could go")
    func anyStatus() throws {
        let live = invitation(expiresAt: monday + .seconds(1))
        let states = [
            contact(), contact(invitation: live), contact(invitation: invitation(expiresAt: monday)),
            contact(registration: registered(), invitation: invitation(standing: .redeemed)),
            contact(hasParentalResponsibility: false), contact(emailChanged: true, declined: true),
            contact(address: AddressFacts(isShared: true)),
        ]
        for state in states { #expect(try state.addressForLetter().wire == "imogen@example.com") }
    }

    @Test("R3: it is the address that the MIS has now, not the one that was mailed")
    func now() throws {
        let moved = contact(email: "new@bücher.example", invitation: invitation(mailedTo: "old@example.com"))
        #expect(try moved.addressForLetter().wire == "new@xn--bcher-kva.example")
    }

    @Test("R7, R21-R23: none may go to whom no email may go, and the refusal names neither cause nor address")
    func refused() throws {
        let states = [
            contact(isBarred: true), contact(email: nil), contact(email: ""), contact(email: "imogen at example.com"),
            contact(email: "imögen@example.com"), contact(address: AddressFacts(isShared: true, isSharedWithBarred: true)),
            contact(address: AddressFacts(belongsToPupil: true)), contact(address: AddressFacts(hasBounced: true)),
            contact(isBarred: true, registration: registered()),
        ]
        let errors = states.map { state in refusal { _ = try state.addressForLetter() } }
        for error in errors {
            #expect(error?.reason == .letterUnavailable)
            #expect(error == errors[0])
            #expect(error?.metadata.isEmpty == true)
        }
    }
}
