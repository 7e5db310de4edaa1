import CLibc
import Foundation
import Testing

@Suite(
  "runsvdir: entries that appear while it runs", .ours("what appears is started at the next look, complete or not"))
struct RunsvdirSettlingTests {
  let fixture: ScanFixture

  init() throws { fixture = try ScanFixture(first: "date +%s.%N >\"$STARTS.$1\"") }

  /// Starts `runsvdir` and waits until it has read the directory for the first time.
  func start() throws -> RunningProgram {
    try fixture.enable("first")
    let program = try fixture.start()
    eventually { fixture.isRunning("first") }
    return program
  }

  /// When `name` was started, in seconds since 1970.
  func waitForStart(of name: String) throws -> Double {
    eventually(within: 30, "a start of \(name)") { fixture.isRunning(name) }
    let text = try #require(fixture.directory.read("starts.\(name)"))
    return try #require(Double(text.trimmingCharacters(in: .newlines)))
  }

  /// When a file of the scan directory was changed last, in whatever way.
  func change(of file: String) throws -> Double {
    var status = stat()
    try #require(lstat(fixture.path + "/" + file, &status) == 0)
    return Double(status.st_ctim.tv_sec) + Double(status.st_ctim.tv_nsec) / 1e9
  }

  /// Whether a start was late enough: a second after the last change, or five seconds after the entry had appeared.
  func isSettled(_ start: Double, appeared: Double, changed: Double) -> Bool {
    start - changed >= 0.98 || start - appeared >= 4.98  // the clock of files lags
  }

  @Test func `a directory made file by file is started a second after its last change`() throws {
    let program = try start()
    let appeared = Date().timeIntervalSince1970
    try fixture.directory.write("scan/web/run", "#!/bin/sh\n", mode: 0o755)
    for part in ["log", "control"] { try fixture.directory.write("scan/web/\(part)/run", "#!/bin/sh\n", mode: 0o755) }
    try fixture.directory.write("scan/web/down", "")
    let changed = try ["web", "web/log", "web/control"].map { try change(of: $0) }.max() ?? 0
    let start = try waitForStart(of: "web")
    #expect(isSettled(start, appeared: appeared, changed: changed))
    #expect(program.error == "")
  }

  @Test func `a directory copied with its old times is started when it is complete`() throws {
    try fixture.directory.write("source/run", "#!/bin/sh\n", mode: 0o755)
    _ = try run(
      "touch", ["-d", "2001-01-01", fixture.directory("source/run"), fixture.directory("source")],
      executable: "/usr/bin/touch")
    let program = try start()
    let appeared = Date().timeIntervalSince1970
    _ = try run("cp", ["-a", fixture.directory("source"), fixture.path + "/web"], executable: "/bin/cp")
    let start = try waitForStart(of: "web")
    #expect(isSettled(start, appeared: appeared, changed: try change(of: "web")))
    #expect(program.error == "")
  }

  @Test func `a directory without run is started five seconds after it appeared`() throws {
    let program = try start()
    let appeared = Date().timeIntervalSince1970
    try FileManager.default.createDirectory(atPath: fixture.path + "/web", withIntermediateDirectories: false)
    #expect(try waitForStart(of: "web") - appeared >= 4.98)
    #expect(program.error == "")
  }

  @Test func `a temporary link that is renamed within 5 ms is neither started nor reported`() throws {
    for name in ["a", "b"] { try fixture.make(name) }
    let program = try start()
    var temporary: [String] = []
    for number in 1...100 {
      // As `ln -sfn` does it. A machine that is busy may let the name live for longer, and then it counts.
      let name = "Cu\(number)"
      let target = number == 50 ? "nothing" : number % 2 == 0 ? "a" : "b"
      let began = ContinuousClock.now
      try #require(symlink("../sv/" + target, fixture.path + "/" + name) == 0)
      while ContinuousClock.now - began < .milliseconds(1) { sched_yield() }  // enough for one that does not wait
      try #require(rename(fixture.path + "/" + name, fixture.path + "/web") == 0)
      if ContinuousClock.now - began < .milliseconds(5) { temporary.append(name) }
    }
    _ = try waitForStart(of: "web")
    try fixture.enable("last")
    _ = try waitForStart(of: "last")  // by now all that came before was seen
    #expect(Set(fixture.starts.map(\.name)).isDisjoint(with: temporary))
    #expect(temporary.filter { program.error.contains("stat \($0):") } == [])
  }
}
