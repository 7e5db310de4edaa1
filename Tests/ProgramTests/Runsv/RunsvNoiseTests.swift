import Foundation
import Testing

@Suite("Noise on supervise/control")
struct RunsvNoiseTests {
  /// The same bytes at each run: a failure can be repeated.
  static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
  }

  @Test(arguments: 1...4)
  func `of a thousand bytes leaves a service that is supervised`(seed: Int) throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": Script.quick])
    try fixture.start(until: "run")
    let exit = UInt8(ascii: "x")
    fixture.service.send(Self.noise(1_000, seed: UInt64(seed)).filter { $0 != exit } + Array("uc".utf8))
    eventually(within: 120, "the last of the noise") {
      fixture.service.stat == "run" && fixture.service.status?.want == "u"
    }
    #expect(fixture.runsv?.poll() == nil)
    fixture.service.send("x")
    #expect(fixture.ending(within: 60) == .exited(0))
  }

  @Test func `with an exit in it ends in an exit`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper])
    try fixture.start(until: "run")
    let takesBack = Set("udo".utf8)
    fixture.service.send(Self.noise(1_000, seed: 9).filter { !takesBack.contains($0) } + Array("xcx".utf8))
    #expect(fixture.ending(within: 60) == .exited(0))
  }

  @Test func `fills the pipe at most`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let descriptor = open(fixture.service("control"), O_WRONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let noise = [UInt8](repeating: UInt8(ascii: "-"), count: 4096)
    for _ in 0..<64 { _ = write(descriptor, noise, noise.count) }
    eventually(within: 60) { write(descriptor, "p", 1) == 1 }
    fixture.service.wait(for: "run, paused", within: 60)
  }
}

@Suite("A service directory that changes")
struct RunsvChangingDirectoryTests {
  @Test func `may get another name`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    rename(fixture.path, fixture.place("other"))
    let moved = SuperviseView(path: fixture.place("other/supervise"))
    moved.send("p")
    moved.wait(for: "run, paused")
    #expect(fixture.runsv?.error == "")
  }

  @Test func `may vanish: signals still work, and the restart says what is missing`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = try fixture.service.waitForProcess()
    try FileManager.default.removeItem(atPath: fixture.path)
    kill(pid, SIGKILL)
    eventually { fixture.runsv?.error.contains("fatal: unable to start ./run: file does not exist\n") == true }
    #expect(fixture.runsv?.error.contains("warning: unable to open supervise/") == true)
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
  }
}
