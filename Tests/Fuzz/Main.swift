import Glibc
import RunitCore

// libFuzzer owns `main`; it finds these two functions by their names.

/// The target of this run; `nil` until ``initialize(argumentCount:arguments:)`` has looked for it.
nonisolated(unsafe) private var chosen: Target?

/// Chooses the target that `FUZZ_TARGET` names, and writes its seeds into the directory `FUZZ_SEEDS`. The name `list`
/// prints what targets there are.
@c(LLVMFuzzerInitialize)
public func initialize(argumentCount: UnsafeMutablePointer<CInt>?, arguments: UnsafeMutableRawPointer?) -> CInt {
  let name = environment("FUZZ_TARGET") ?? "list"
  if name == "list" {
    for target in targets { print(target.name, target.maximumLength) }
    exit(0)
  }
  guard let target = targets.first(where: { $0.name == name }) else {
    print("fuzz: no such target: \(name)")
    exit(1)
  }
  if let directory = environment("FUZZ_SEEDS") { target.writeSeeds(into: directory) }
  chosen = target
  return 0
}

@c(LLVMFuzzerTestOneInput)
public func testOneInput(bytes: UnsafePointer<UInt8>?, count: Int) -> CInt {
  chosen?.run(UnsafeBufferPointer(start: bytes, count: count).span)
  return 0
}

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
