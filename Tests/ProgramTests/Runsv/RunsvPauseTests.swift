import Foundation
import Testing

@Suite("The pause between two lives")
struct RunsvPauseTests {
  /// Records when it was started, and lives for `seconds`.
  static func timer(living seconds: Double) -> String {
    "#!/bin/sh\n\(Script.recordBirth) >>events\n" + (seconds > 0 ? "exec sleep \(seconds)\n" : "")
  }

  @Test func `is a second after a short life`() throws {
    let fixture = try ServiceFixture(["run": Self.timer(living: 0)])
    try fixture.start()
    eventually(within: 30, "three lives") { fixture.events.count >= 3 }
    let starts = Script.seconds(fixture.events)
    for (first, second) in zip(starts, starts.dropFirst()) { #expect(second - first > 0.9) }
  }

  @Test func `is none after a life of more than a second`() throws {
    let fixture = try ServiceFixture(["run": Self.timer(living: 1.1)])
    try fixture.start()
    eventually(within: 30, "four lives") { fixture.events.count >= 4 }
    let starts = Script.seconds(fixture.events)
    let shortest = zip(starts, starts.dropFirst()).map { $1 - $0 }.min() ?? 0
    #expect(shortest < 2, "a life of 1.1 s and no second behind it")
  }

  @Test func `shows the service down and wanted up`() throws {
    let fixture = try ServiceFixture(["run": Script.quick])
    try fixture.start()
    fixture.service.wait(for: "down")
    #expect(fixture.service.status?.want == "u")
  }

  @Test(.ours("R4: runit's runsv sleeps and is deaf meanwhile"), arguments: ["d", "x", "TERM"])
  func `is no time to be deaf`(command: String) throws {
    let fixture = try ServiceFixture(["run": Script.record("run"), "restart-delay": "600000"])
    try fixture.start()
    fixture.wait(for: "run")
    fixture.service.wait(for: "down")
    if command == "TERM" { fixture.runsv?.signal(SIGTERM) } else { fixture.service.send(command) }
    if command == "d" {
      eventually { fixture.service.status?.want == "d" }
    } else {
      #expect(fixture.ending() == .exited(0))
    }
    #expect(fixture.events == ["run"])
  }

  @Test(.ours("R4: runit's runsv sleeps and is deaf meanwhile"))
  func `ends when the service is wanted up once more`() throws {
    let fixture = try ServiceFixture(["run": Script.record("run"), "restart-delay": "600000"])
    try fixture.start()
    eventually { fixture.read("supervise/detail")?.contains("last-exit") == true }
    fixture.service.send("u")
    fixture.wait(for: "run", times: 2)
  }
}
