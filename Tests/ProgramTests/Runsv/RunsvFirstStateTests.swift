import CLibc
import Foundation
import Testing

/// Reads the files of a directory over and over in a thread of its own, and keeps what no reader should see.
private final class StateReader: @unchecked Sendable {
  private let path: String
  private let lock = NSLock()
  private let isOver = DispatchSemaphore(value: 0)
  private var mustEnd = false
  private var parts: Set<String> = []

  init(_ path: String) {
    self.path = path
    Thread.detachNewThread { [self] in
      while lock.withLock({ !mustEnd }) {
        for name in ["stat", "status", "detail"] { look(at: name) }
      }
      isOver.signal()
    }
  }

  /// Ends the thread and returns the files of which a part was seen, and what that was.
  func finish() -> Set<String> {
    lock.withLock { mustEnd = true }
    isOver.wait()
    return parts
  }

  private func look(at name: String) {
    let file = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 2048)
    let bytes = buffer[..<max(0, read(file, &buffer, buffer.count))]
    let isWhole = name == "status" ? bytes.count == 20 : bytes.last == UInt8(ascii: "\n")
    if !isWhole { lock.withLock { _ = parts.insert("\(name): \(bytes.count) bytes") } }
  }
}

@Suite("The state of a service that is new")
struct RunsvFirstStateTests {
  @Test(.ours("issue 15: runit writes supervise/stat in its place"))
  func `is never seen in part`() throws {
    var parts: Set<String> = []
    for _ in 0..<40 {
      let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
      let readers = [StateReader(fixture("supervise")), StateReader(fixture("log/supervise"))]
      try fixture.start(until: "run")
      fixture.service.send("x")
      #expect(fixture.ending() == .exited(0))
      for reader in readers { parts.formUnion(reader.finish()) }
    }
    #expect(parts == [])
  }
}
