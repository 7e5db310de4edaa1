import Foundation
import Testing

@Suite("A ./run that can't be executed")
struct RunsvBadRunTests {
  enum Mistake: CaseIterable {
    case missing, dangling, notExecutable, directory, noInterpreter, carriageReturn, empty, noShebang

    var reason: String {
      switch self {
      case .missing, .dangling, .noInterpreter, .carriageReturn: "file does not exist"
      case .notExecutable, .directory: "access denied"
      case .empty, .noShebang: "exec format error"
      }
    }

    func make(in fixture: ServiceFixture) throws {
      switch self {
      case .missing: break
      case .dangling: try fixture.link("run", to: "nowhere")
      case .notExecutable: try fixture.write("run", "exit 0\n")
      case .directory: try fixture.makeDirectory("run")
      case .noInterpreter: try fixture.write("run", "#!/no/such/interpreter\n")
      case .carriageReturn: try fixture.write("run", "#!/bin/sh\r\nexec sleep 1000\r\n")
      case .empty: try write("", in: fixture)
      case .noShebang: try write("sleep 1000\n", in: fixture)
      }
    }

    private func write(_ content: String, in fixture: ServiceFixture) throws {
      try fixture.write("run", content)
      chmod(fixture("run"), 0o755)
    }
  }

  @Test(arguments: Mistake.allCases)
  func `is said to be so, and finish is told 111`(mistake: Mistake) throws {
    let fixture = try ServiceFixture(["finish": RunsvFinishTests.arguments])
    try mistake.make(in: fixture)
    try fixture.start()
    fixture.wait(for: "finish 111 0")
    let line = "runsv web: fatal: unable to start ./run: \(mistake.reason)\n"
    #expect(fixture.runsv?.error.hasPrefix(line) == true)
    #expect(fixture.runsv?.output == "")
  }

  @Test func `is tried again, and runs as soon as it can`() throws {
    let fixture = try ServiceFixture([:])
    try fixture.start()
    eventually { fixture.runsv?.error.isEmpty == false }
    try fixture.write("run.new", Script.sleeper)
    rename(fixture("run.new"), fixture("run"))
    fixture.service.wait(for: "run")
    eventually { fixture.service.pid.map { ProcessEntry($0).arguments.first } == "sleep" }
  }

  @Test(.ours("R21: runit says it each second"))
  func `is complained about once for each reason`() throws {
    let fixture = try ServiceFixture(["finish": RunsvFinishTests.arguments])
    try fixture.start()
    fixture.wait(for: "finish 111 0", times: 2)
    try fixture.write("run", "exit 0\n")
    fixture.wait(for: "finish 111 0", times: 4)
    let lines = ["file does not exist", "access denied"].map { "runsv web: fatal: unable to start ./run: \($0)\n" }
    #expect(fixture.runsv?.error == lines.joined())
  }

  @Test func `leaves runsv obedient`() throws {
    let fixture = try ServiceFixture([:])
    try fixture.start()
    fixture.service.send("d")
    eventually { fixture.service.status?.want == "d" && fixture.service.stat == "down" }
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }
}
