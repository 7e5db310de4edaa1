import Foundation
import Testing

/// What the scripts of a service get from `runsv`, and through it from whoever started that.
@Suite("What a service inherits")
struct RunsvInheritanceTests {
  /// Starts a service and its log with a `runsv` made by `preparation`, and returns both processes, programs by now.
  static func processes(
    _ fixture: ServiceFixture, after preparation: String = "exec"
  ) throws -> (service: ProcessEntry, log: ProcessEntry) {
    try fixture.launch(after: preparation)
    fixture.service.wait(for: "run")
    fixture.log.wait(for: "run")
    let service = ProcessEntry(try fixture.service.waitForProcess())
    let log = ProcessEntry(try fixture.log.waitForProcess())
    eventually { [service, log].allSatisfy { $0.arguments.first == "sleep" && $0.state == "S" } }
    return (service, log)
  }

  static func fixture() throws -> ServiceFixture {
    try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
  }

  @Test func `are three descriptors, the log's pipe among them`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture)
    let runsv = try #require(fixture.runsv).entry.descriptors
    // The loader of `sleep` has its libraries open for a moment.
    eventually { Set(service.descriptors.keys) == [0, 1, 2] && Set(log.descriptors.keys) == [0, 1, 2] }
    let (ours, logs) = (service.descriptors, log.descriptors)
    #expect(ours[0] == runsv[0] && ours[2] == runsv[2])
    #expect(ours[1]?.hasPrefix("pipe:") == true && ours[1] == logs[0])
    #expect(logs[1] == runsv[1] && logs[2] == runsv[2])
  }

  @Test(.ours("it hands on what is closed, unless a file of its own has come there"))
  func `are three descriptors where there were none`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture, after: "exec <&- >&- 2>&-; exec")
    let runsv = try #require(fixture.runsv).entry.descriptors
    for number in 0...2 { #expect(runsv[number] == "/dev/null") }
    #expect(service.descriptors.filter { $0.value == "/dev/null" }.keys.sorted() == [0, 2])
    #expect(log.descriptors.filter { $0.value == "/dev/null" }.keys.sorted() == [1, 2])
  }

  @Test func `is what else was open when runsv started`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture, after: "exec 7</dev/zero; exec")
    #expect(service.descriptors[7] == "/dev/zero")
    #expect(log.descriptors[7] == "/dev/zero")
    eventually { service.descriptors.count == 4 }
  }

  @Test func `are clean signals`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture)
    #expect(service.signals == SignalMasks.none)
    #expect(log.signals == SignalMasks.none)
  }

  @Test func `are the signals that runsv was to ignore or to block, but TERM and CHLD`() throws {
    let fixture = try Self.fixture()
    let settings = "env --ignore-signal=HUP,TERM,CHLD --block-signal=USR2,TERM,CHLD"
    let (service, log) = try Self.processes(fixture, after: "exec \(settings)")
    let expected = SignalMasks(blocked: SignalMasks.bit(SIGUSR2), ignored: SignalMasks.bit(SIGHUP))
    #expect(service.signals == expected)
    #expect(log.signals == expected)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
  }

  @Test func `are the process group and the session`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture, after: "exec setsid")
    let runsv = try #require(fixture.runsv).id
    for process in [service, log] {
      #expect(process.parent == runsv)
      #expect(process.group == runsv)
      #expect(process.session == runsv)
    }
  }

  @Test func `are no session and no group of runsv's own`() throws {
    let fixture = try Self.fixture()
    let (service, _) = try Self.processes(fixture)
    #expect(service.group == ProcessEntry(getpid()).group)
    #expect(service.session == ProcessEntry(getpid()).session)
  }

  @Test func `are limits, umask and priority`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture, after: "ulimit -n 99; umask 027; exec nice -n 3")
    for process in [service, log] {
      #expect(process.status("Umask") == "0027")
      #expect(process.nice == 3)
      let limits = try String(contentsOfFile: "/proc/\(process.id)/limits", encoding: .utf8)
      #expect(limits.contains(/Max open files +99 +99/))
    }
  }

  @Test func `are the working directories`() throws {
    let fixture = try Self.fixture()
    let (service, log) = try Self.processes(fixture)
    #expect(service.workingDirectory == fixture.path)
    #expect(log.workingDirectory == fixture("log"))
  }

  @Test(arguments: ["run", "finish", "control/u", "log/run"])
  func `is the environment as it is`(script: String) throws {
    let output = script.hasPrefix("log") ? "../seen" : "seen"
    let record = "#!/usr/bin/env -S sh -c 'env >\(output).new; mv \(output).new \(output); exec sleep 1000'\n"
    let fixture = try ServiceFixture(["run": Script.quick, "log/run": Script.sleeper].merging([script: record]) { $1 })
    try fixture.launch(environment: ["COLOUR": "blue green", "EMPTY": ""])
    eventually { fixture.exists("seen") }
    let lines = Set((fixture.read("seen") ?? "").split(separator: "\n").map(String.init))
    let path = Programs.directory + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    let added = lines.subtracting(["COLOUR=blue green", "EMPTY=", "PATH=" + path]).map { $0.prefix { $0 != "=" } }
    #expect(lines.contains("COLOUR=blue green") && lines.contains("EMPTY="))
    #expect(Set(added).isSubset(of: ["PWD", "OLDPWD", "SHLVL", "_"]), "what the shell adds")
  }

  @Test(arguments: ["run", "log/run"])
  func `are no arguments but the name`(script: String) throws {
    let output = script.hasPrefix("log") ? "../events" : "events"
    let record = "#!/bin/sh\necho \"$0 $#\" >>\(output)\nexec sleep 1000\n"
    let fixture = try ServiceFixture(
      ["run": Script.sleeper, "log/run": Script.sleeper].merging([script: record]) { $1 })
    try fixture.start(until: "run")
    fixture.wait(for: "./run 0")
  }
}
