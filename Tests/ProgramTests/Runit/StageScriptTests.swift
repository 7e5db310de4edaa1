import CLibc
import Foundation
import Testing

@Suite("The stage scripts in a container", .asProcessOne)
struct StageScriptTests {
  static let scripts = Checkout.file("etc-service/.runit").path

  /// A container with the scripts, and with services whose `run` is a sleep.
  private func container(services: String...) throws -> ProcessOne {
    let machine = try ProcessOne()
    for name in ["1", "2", "3", "ctrlaltdel"] {
      unlink(machine.directory("etc/" + name))
      try FileManager.default.copyItem(atPath: Self.scripts + "/" + name, toPath: machine.directory("etc/" + name))
    }
    for service in services { try machine.script("service/\(service)/run", "exec sleep 1000") }
    return machine
  }

  /// Lines of the output that begin with `prefix`, without it.
  private func lines(_ machine: ProcessOne, _ prefix: String) -> [Substring] {
    machine.output.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
  }

  @Test func `run what is in init.d in the order of its numbers`() throws {
    let machine = try container()
    for name in ["20-second", "10-first", "30-third"] { try machine.script("init.d/" + name, "echo init: \(name)") }
    try machine.script("init.d/40-fourth", "echo init: never", mode: 0o644)
    try machine.script("init.d/README", "echo init: never")
    try machine.script("2", "echo init: services")
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(lines(machine, "init: ") == ["10-first", "20-second", "30-third", "services"])
    #expect(lines(machine, "- stage 1: ") == ["/etc/runit/init.d/40-fourth is not executable: skipped"])
  }

  @Test func `stop the container when one of these fails`() throws {
    let machine = try container()
    try machine.script("init.d/10-first", "exit 3")
    try machine.script("init.d/20-second", "echo init: never")
    try machine.script("2", "echo init: never")
    try machine.boot()
    #expect(machine.wait() == (Programs.areReference ? .powerOff : .exited(100)))
    let message = "/etc/runit/init.d/10-first failed with exit code 3: no service is started, the system stops"
    #expect(lines(machine, "- stage 1: ") == [message[...]])
    #expect(lines(machine, "init: ").isEmpty)
  }

  @Test(.with("runsvdir", "runsv", "sv"))
  func `start the services, and stop them in order`() throws {
    let machine = try container(services: "a", "b", "c", "d")
    // b needs d, d needs a: b goes before d, d before a, and c, which nobody knows, at its place.
    try machine.directory.write("etc/service/b/dependencies", "# a comment\n\n  d")
    try machine.directory.write("etc/service/d/dependencies.d/a", "")
    try machine.boot()
    for service in ["a", "b", "c", "d"] {
      eventually("\(service) runs") {
        machine.directory.read("etc/service/\(service)/supervise/stat") == "run\n"
      }
    }
    try machine.stop()
    #expect(machine.wait(within: 60) == .powerOff)
    let down = lines(machine, "ok: down: /etc/service/").map { $0.prefix(1) }
    #expect(down == ["b", "d", "c", "a"])
  }

  /// 0 is no limit of the service's own, and a zero in front is no sign of octal digits.
  @Test(.with("runsvdir", "runsv", "sv"), arguments: ["0\n", "08000\n", "6000", "never\n"])
  func `give a service the time that it has`(limit: String) throws {
    let machine = try container(services: "b")
    try machine.script(
      "service/a/run", "trap 'sleep 2; echo end: a; exit 0' TERM; : >/run/up; while :; do sleep 0.1; done")
    try machine.directory.write("etc/service/a/timeout-kill", limit)
    try machine.boot()
    eventually("both run") {
      machine.directory.exists("run/up") && machine.directory.read("etc/service/b/supervise/stat") == "run\n"
    }
    try machine.stop()
    #expect(machine.wait(within: 60) == .powerOff)
    #expect(lines(machine, "ok: down: /etc/service/").map { $0.prefix(1) } == ["b", "a"])
    #expect(lines(machine, "end: ") == ["a"])
    #expect(machine.notices.filter { $0.hasPrefix("warning") } == [])
  }

  @Test(.ours("supervise elsewhere is new"), .with("runsvdir", "runsv", "sv"))
  func `stop a service on a read-only file system in its turn`() throws {
    let machine = try container(services: "a", "b", "c")
    let directory = "/etc/runit/service/b"
    try machine.script(
      "init.d/10-read-only", "mount --bind \(directory) \(directory); mount -o remount,ro,bind \(directory)")
    try machine.boot()
    for path in ["etc/service/a/supervise", "run/runit/supervise.b", "etc/service/c/supervise"] {
      eventually("\(path)") { machine.directory.read(path + "/stat") == "run\n" }
    }
    try machine.stop()
    #expect(machine.wait(within: 60) == .powerOff)
    #expect(lines(machine, "ok: down: /etc/service/").map { $0.prefix(1) } == ["c", "b", "a"])
  }

  @Test(.with("runsvdir", "runsv", "sv"))
  func `end what is no service, by force if need be`() throws {
    let machine = try container()
    try machine.script(
      "init.d/10-stray",
      """
      (trap '' TERM; exec sleep 1000) &
      (trap 'echo stray: ended' TERM; : >/run/stray; sleep 1000 & wait) &
      """)
    try machine.script("service/a/run", "exec sleep 1000")
    try machine.boot()
    eventually("a runs") { machine.directory.read("etc/service/a/supervise/stat") == "run\n" }
    eventually("the stray heeds TERM") { machine.directory.exists("run/stray") }
    try machine.stop()
    #expect(machine.wait(within: 60) == .powerOff)
    #expect(lines(machine, "stray: ") == ["ended"])
  }

  @Test func `print no error when no process is left to kill`() throws {
    let machine = try container()
    try machine.script("2", "exit 0")
    try machine.boot()
    #expect(machine.wait(within: 60) == .powerOff)
    #expect(lines(machine, "- stage 3: ").last == "stopping everything else...")
    #expect(!machine.says("No such process"))
  }

  @Test func `kill nobody when somebody else runs the third`() throws {
    let program = try RunningProgram("/bin/sh", ["sh", "-c", "\(Self.scripts)/3; echo $?"])
    #expect(program.wait() == .exited(0))
    #expect(program.output == "- stage 3: only runit may run this: it kills every process\n111\n")
  }
}
