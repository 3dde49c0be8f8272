import Glibc

// libFuzzer's two functions (llvm.org/docs/LibFuzzer.html); its own main calls them. Built by `make fuzz` alone.

/// The target that FUZZ_TARGET names; without it, the names of all are printed.
private let chosen: FuzzTarget? = {
    guard let name = getenv("FUZZ_TARGET") else { return nil }
    return FuzzTarget.all.first { $0.name == String(cString: name) }
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ argc: UnsafeMutableRawPointer, _ argv: UnsafeMutableRawPointer) -> CInt {
    if chosen == nil {
        print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
        exit(0)
    }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do { try chosen?.check(Array(UnsafeBufferPointer(start: start, count: count))) } catch { fatalError("\(error)") }
    return 0
}
