import CLibc
import Foundation
import Testing

@Suite("runsvdir: a main program", .ours("-- COMMAND is new"))
struct RunsvdirCommandTests {
  let fixture: TreeFixture

  init() throws { fixture = try TreeFixture() }

  @Test func `runs with the descriptors, the directory and the arguments that it is given`() throws {
    let program = try fixture.start(
      then: ["--", "sh", "-c", "readlink /proc/self/fd/0; pwd; echo \"$*\"; echo oops >&2; exit 7", "sh", "a b", "c"])
    #expect(program.wait() == .exited(7))
    #expect(program.output == "/dev/null\n\(FileManager.default.currentDirectoryPath)\na b c\n")
    #expect(program.error == "oops\nrunsvdir \(fixture.directory("scan")): info: main program sh ended: exit 7\n")
  }

  @Test func `ends the tree when it ends`() throws {
    try fixture.addObedient("web")
    let program = try fixture.start(then: [
      "--", "sh", "-c", "until [ -e $D/up ]; do sleep 0.02; done; cat $D/scan/web/supervise/stat; kill -USR1 $$",
    ])
    #expect(program.wait() == .exited(138))
    #expect(program.output == "run\n")
    #expect(fixture.lines("stopped") == ["web"])
  }

  @Test func `is started once every service that is wanted up is ready`() throws {
    try fixture.add(
      "slow", run: "until [ -e $D/go ]; do sleep 0.02; done; echo >&3; echo ready >>$D/events; exec sleep 1000",
      files: ["notification-fd": "3\n"])
    try fixture.add("off", run: "exec sleep 1000", files: ["down": ""])
    try fixture.add("plain", run: "exec sleep 1000")
    let program = try fixture.start(then: ["--", "sh", "-c", "echo command >>$D/events; exec sleep 1000"])
    eventually { fixture.state(of: "slow") == "run\n" && fixture.state(of: "plain") == "run\n" }
    #expect(fixture.lines("events") == [])
    try fixture.directory.write("go", "")
    eventually(within: 4.5) { fixture.lines("events").sorted() == ["command", "ready"] }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(143))
  }

  @Test func `waits for a service that is retried`() throws {
    try fixture.add("flaky", run: "[ -e $D/go ] || exit 1; echo done >>$D/events; exit 0", files: ["type": "oneshot\n"])
    let program = try fixture.start(then: ["--", "sh", "-c", "echo command >>$D/events"])
    eventually { fixture.directory.exists("scan/flaky/supervise/ok") }
    #expect(fixture.lines("events") == [])
    try fixture.directory.write("go", "")
    #expect(program.wait() == .exited(0))
    #expect(fixture.lines("events") == ["done", "command"])
  }

  @Test func `gets TERM before the services`() throws {
    try fixture.addObedient("web")
    let script = """
      trap 'cat $D/scan/web/supervise/stat; cat $D/stopped 2>/dev/null; exit 5' TERM
      until [ -e $D/up ]; do sleep 0.02; done; echo up; while :; do sleep 0.02; done
      """
    let program = try fixture.start(then: ["--", "sh", "-c", script])
    eventually { program.output == "up\n" }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(5))
    #expect(program.output == "up\nrun\n")
    #expect(fixture.lines("stopped") == ["web"])
  }

  @Test func `is not started any more when the tree is stopped first`() throws {
    try fixture.add("slow", run: "exec sleep 1000", files: ["notification-fd": "3\n"])
    let program = try fixture.start(then: ["--", "echo", "never"])
    eventually { fixture.state(of: "slow") == "run\n" }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(0))
    #expect(program.output == "")
  }

  @Test(arguments: [("missing", Int32(127), "file does not exist"), ("log", 126, "access denied")])
  func `ends the tree when it can't be executed`(name: String, code: Int32, reason: String) throws {
    try fixture.add("web", run: "exec sleep 1000")
    let path = fixture.directory(name)
    try fixture.directory.write("log", "#!/bin/sh")
    let program = try fixture.start(then: ["--", path])
    #expect(program.wait() == .exited(code))
    #expect(program.error == "runsvdir \(fixture.directory("scan")): warning: unable to start \(path): \(reason)\n")
  }

  @Test func `is killed when the time for stopping is over`() throws {
    try fixture.addStubborn("web")
    let program = try fixture.start(
      ["-b", "1"],
      then: [
        "--", "sh", "-c",
        "trap '' TERM; until [ -e $D/up ]; do sleep 0.02; done; echo up; while :; do sleep 0.02; done",
      ])
    eventually { program.output == "up\n" }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(137))
    let prefix = "runsvdir \(fixture.directory("scan")): "
    #expect(
      program.error == prefix + "info: tree ended by signal TERM\n"
        + prefix + "warning: the time for stopping is over, killed: main program sh, web\n"
    )
    eventually { ProcessTable.all.allSatisfy { $0.workingDirectory != fixture.directory("scan/web") } }
  }

  @Test(arguments: [["-b"], ["-b", "x", "."], ["-b", "-1", "."], [".", "--"], [".", "log: ....", "--"]])
  func `needs arguments that make sense`(arguments: [String]) throws {
    #expect(try run("runsvdir", arguments).code == 1)
  }
}
