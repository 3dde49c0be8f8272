import Glibc

/// `fuzz TARGET OPTIONS…`: libFuzzer on one target. Built by `make fuzz` alone.
@main struct Fuzz {
    static func main() {
        guard CommandLine.argc > 1, let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] }) else {
            print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
            return
        }
        chosen = target
        // libFuzzer reads its options behind the program's name.
        var count = CommandLine.argc - 1
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        let code = runDriver(&count, &arguments) { start, count in
            do { try chosen.check(Array(UnsafeBufferPointer(start: start, count: count))) } catch { fatalError("\(error)") }
            return 0
        }
        exit(code)
    }
}

/// Written once, before the driver runs.
nonisolated(unsafe) private var chosen = FuzzTarget.logText

/// libFuzzer as a library: llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library".
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argc: UnsafeMutablePointer<Int32>, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
