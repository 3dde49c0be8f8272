import NIOCore
import RPC
import Testing

@Suite struct MethodTableTests {
    /// Many methods, so that look-ups collide.
    private struct Many: RPCService {
        var methodHandlers: [MethodHandler] {
            (0..<500).map { index in
                MethodHandler(
                    MethodDescriptor(service: "s.S\(index % 7)", method: "M\(index)", kind: .unary), .unary { request, _ in request })
            }
        }
    }

    private func lookup(_ table: MethodTable, _ service: String, _ method: String) -> MethodTable.Lookup {
        Array(service.utf8).withUnsafeBytes { service in
            Array(method.utf8).withUnsafeBytes { method in table.lookup(service: service, method: method) }
        }
    }

    @Test("Every listed method is found where it is listed")
    func finds() {
        let table = MethodTable([Many()])
        for index in 0..<500 { #expect(lookup(table, "s.S\(index % 7)", "M\(index)") == .found(index)) }
    }

    @Test("What is not listed is an unknown method of a known service, or an unknown service")
    func misses() {
        let table = MethodTable([Many()])
        #expect(lookup(table, "s.S1", "M0") == .unknownMethod)
        #expect(lookup(table, "s.S", "M0") == .unknownService)
        #expect(lookup(table, "s.S0/M", "0") == .unknownService)
        #expect(lookup(table, "", "") == .unknownService)
        #expect(lookup(MethodTable([]), "s.S0", "M0") == .unknownService)
    }
}
