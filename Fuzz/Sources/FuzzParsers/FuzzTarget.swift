import Glibc

/// The parser that this process fuzzes, named by `FUZZ_PARSER`.
private let parser: UntrustedInput = {
    guard let name = getenv("FUZZ_PARSER"), let parser = UntrustedInput(rawValue: String(cString: name)) else {
        fatalError("FUZZ_PARSER must be one of \(UntrustedInput.allCases.map(\.rawValue))")
    }
    return parser
}()

/// LibFuzzer's entry before the first input: writes good inputs to start from into the folder `FUZZ_SEEDS`.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutableRawPointer?, _: UnsafeMutableRawPointer?) -> CInt {
    guard let folder = getenv("FUZZ_SEEDS") else { return 0 }
    for (index, seed) in parser.seeds.enumerated() {
        guard let file = fopen("\(String(cString: folder))/seed-\(index)", "w") else { continue }
        fwrite(Array(seed.utf8), 1, seed.utf8.count, file)
        fclose(file)
    }
    return 0
}

/// LibFuzzer's entry: a broken promise ends the process as a trap does.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard parser.feed(Array(UnsafeBufferPointer(start: start, count: count))) else {
        fatalError("what must always hold did not")
    }
    return 0
}
