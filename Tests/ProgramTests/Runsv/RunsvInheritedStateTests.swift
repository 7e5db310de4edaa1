import Foundation
import Testing

@Suite("The runsv after one that was killed", .ours("extensions-2.md: a killed runsv forgets nothing"))
struct RunsvInheritedStateTests {
  static let stay = Script.stay("start")

  @Test func `leaves down what was taken down`() throws {
    let fixture = try ServiceFixture(["run": Self.stay])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    let status = try #require(fixture.service.status)
    for _ in 0..<3 {
      try fixture.killRunsv()
      try fixture.start()
      #expect(fixture.service.status == status, "since when, and what is wanted")
    }
    fixture.service.send("u")
    fixture.wait(for: "start", times: 2)
    #expect(fixture.count("start") == 2)
  }

  @Test func `leaves down what was down before it began to start`() throws {
    let fixture = try ServiceFixture(["run": Self.stay, "dependencies": "db\n"])
    try fixture.start()
    fixture.service.send("d")
    eventually { fixture.service.status?.want == "d" }
    try fixture.remove("dependencies")
    try fixture.killRunsv()
    try fixture.start()
    fixture.service.send("p")
    #expect(fixture.service.stat == "down")
    fixture.service.send("u")
    fixture.wait(for: "start")
    #expect(fixture.count("start") == 1)
  }

  @Test func `goes on with a service that was taken up against its file down`() throws {
    let fixture = try ServiceFixture(["run": Self.stay, "down": ""])
    try fixture.start()
    fixture.service.send("u")
    fixture.wait(for: "start")
    let process = try fixture.service.waitForProcess()
    try fixture.killRunsv()
    kill(process, SIGKILL)
    eventually { !ProcessEntry(process).isAlive }
    try fixture.start()
    fixture.wait(for: "start", times: 2)
  }

  @Test func `does the work of a one-shot no second time, and undoes it`() throws {
    let finish = "#!/bin/sh\necho undone >>events\n"
    let fixture = try ServiceFixture(["type": "oneshot\n", "run": "#!/bin/sh\necho work >>events\n", "finish": finish])
    try fixture.start()
    eventually { fixture.read("supervise/detail")?.hasPrefix("phase done\n") == true }
    for _ in 0..<2 {
      try fixture.killRunsv()
      try fixture.start()
      eventually { fixture.read("supervise/detail")?.hasPrefix("phase done\n") == true }
    }
    #expect(fixture.events == ["work"])
    fixture.service.send("d")
    fixture.wait(for: "undone")
    fixture.service.send("u")
    fixture.wait(for: "work", times: 2)
    #expect(fixture.events == ["work", "undone", "work"])
  }

  @Test func `keeps a service failed until it is told up`() throws {
    let fixture = try ServiceFixture([
      "run": "#!/bin/sh\necho start >>events\nexit 3\n", "restart-limit": "1 60\n", "restart-delay": "1\n",
    ])
    try fixture.start()
    eventually { fixture.read("supervise/detail")?.hasPrefix("phase failed\n") == true }
    let count = fixture.count("start")
    try fixture.killRunsv()
    try fixture.start()
    let detail = try #require(fixture.read("supervise/detail"))
    #expect(detail.hasPrefix("phase failed\n"))
    #expect(detail.contains("\nreason restart-limit reached\n"))
    #expect(detail.contains("\nlast-exit exit 3\n"))
    fixture.service.send("u")
    fixture.wait(for: "start", times: count + 1)
  }

  @Test func `leaves down a logger that was taken down`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    fixture.log.send("d")
    fixture.log.wait(for: "down")
    try fixture.killRunsv()
    try fixture.start(until: "run")
    #expect(fixture.log.stat == "down")
    #expect(fixture.log.status?.want == "d")
  }

  @Test func `begins afresh after one that was told to exit`() throws {
    let deaf = "#!/bin/sh\ntrap 'echo term >>events' TERM\necho start >>events\nwhile :; do sleep 0.01; done\n"
    let fixture = try ServiceFixture(["run": deaf])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let process = try fixture.service.waitForProcess()
    fixture.service.send("x")
    fixture.wait(for: "term")
    try fixture.killRunsv()
    kill(process, SIGKILL)
    eventually { !ProcessEntry(process).isAlive }
    try fixture.start(until: "run")
    fixture.wait(for: "start", times: 2)
  }

  @Test func `begins afresh in a copy of the directory`() throws {
    let fixture = try ServiceFixture(["run": Self.stay])
    try fixture.start(until: "run")
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    try fixture.killRunsv()
    let command = "cp -a web copy && mv web former && mv copy web"
    _ = try RunningProgram("/bin/sh", ["sh", "-c", command], in: fixture.place.path).wait()
    try fixture.start(until: "run")
  }

  @Test(.asRoot) func `begins afresh when its container does`() throws {
    let fixture = try ServiceFixture(["run": Self.stay])
    let script = """
      \(Programs.path("runsv")) web & R=$!
      until [ "$(cat web/supervise/stat 2>/dev/null)" = "$1" ]; do sleep 0.01; done
      printf d >web/supervise/control
      until [ "$(cat web/supervise/stat)" = down ]; do sleep 0.01; done
      kill -9 $R

      """
    for _ in 0..<2 {
      let container = try RunningProgram(
        "/usr/bin/unshare", ["unshare", "-pf", "--mount-proc", "sh", "-c", script, "sh", "run"], in: fixture.place.path)
      #expect(container.wait() == .exited(0))
    }
  }
}

@Suite("A clean exit of runsv", .ours("an extension: dh-runit removes what runit leaves"))
struct RunsvCleanExitTests {
  static let left = ["control", "lock", "ok", "pid", "stat", "status"]

  @Test func `leaves the files of runit and no others`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": "#!/bin/sh\nexec cat\n"])
    try fixture.start(until: "run")
    fixture.service.send("o")
    eventually { fixture.exists("supervise/once") }
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    for directory in ["supervise", "log/supervise"] {
      #expect(try FileManager.default.contentsOfDirectory(atPath: fixture(directory)).sorted() == Self.left)
    }
    #expect(fixture.service.stat == "down")
  }

  @Test func `lets the next runsv begin as its files say`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    try fixture.start(until: "run")
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    try fixture.start(until: "run")
  }

  @Test func `after an essential service leaves what runsvdir reads`() throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\nexit 7\n", "essential": ""])
    try fixture.launch()
    #expect(fixture.ending() == .exited(100))
    #expect(fixture.read("supervise/detail")?.contains("last-exit exit 7\n") == true)
  }

  @Test func `makes room for a successor that finds the lock free`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper])
    for _ in 0..<20 {
      try fixture.start(until: "run")
      fixture.service.send("x")
      eventually { !fixture.service.isSupervised }
      #expect(fixture.ending() == .exited(0))
    }
  }
}
