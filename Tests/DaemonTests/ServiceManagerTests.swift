import Testing

@testable import Daemon

@Suite struct ServiceManagerTests {
    private func period(_ variables: [String: String]) -> Duration? {
        ServiceManager(environment: { variables[$0] }, processID: 7).watchdogPeriod
    }

    @Test("The watchdog is the manager's wish, for this process and no other")
    func watchdog() {
        #expect(period([:]) == nil)
        #expect(period(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(period(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]) == .seconds(30))
        #expect(period(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"]) == nil)
        for rubbish in ["", "0", "-1", "soon"] { #expect(period(["WATCHDOG_USEC": rubbish]) == nil) }
    }

    @Test("A daemon that reads its files again before it is ready, or when it stops, is not called ready for that")
    func reloadedTooEarly() {
        let manager = ServiceManager(environment: { _ in nil }, processID: 7)
        let serving = "READY=1\nSTATUS=Serving"
        #expect(manager.words(for: .reloading) == nil && manager.words(for: .reloaded) == nil)
        #expect(manager.words(for: .ready) == serving)
        #expect(manager.words(for: .reloading)?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
        #expect(manager.words(for: .reloaded) == serving)
        #expect(manager.words(for: .stopping)?.hasPrefix("STOPPING=1") == true)
        #expect(manager.words(for: .reloading) == nil && manager.words(for: .reloaded) == nil)
    }

    @Test("No socket is taken that was passed to another process, or not at all")
    func noSocket() throws {
        for variables in [[:], ["LISTEN_PID": "8", "LISTEN_FDS": "1"], ["LISTEN_PID": "7"], ["LISTEN_PID": "7", "LISTEN_FDS": "0"]] {
            #expect(try ActivatedSocket.take(environment: { variables[$0] }, processID: 7) == nil)
        }
        #expect(throws: StartupError.self) {
            try ActivatedSocket.take(environment: { ["LISTEN_PID": "7", "LISTEN_FDS": "2"][$0] }, processID: 7)
        }
    }
}
