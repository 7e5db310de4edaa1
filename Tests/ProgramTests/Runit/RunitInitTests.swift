import CLibc
import Foundation
import Testing

@Suite("runit-init", .asProcessOne)
struct RunitInitTests {
  static let program = Programs.path("runit-init")

  private func mode(_ machine: ProcessOne, _ path: String) -> mode_t? {
    var status = stat()
    return stat(machine.directory(path), &status) == 0 ? status.st_mode & 0o777 : nil
  }

  @Test(arguments: [[], [""], ["1"], ["x0"]])
  func `wants 0 or 6, and exits 0 without`(arguments: [String]) throws {
    let outcome = try run("runit-init", arguments)
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: "usage: runit-init 0|6\n\n"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/sbin/runit"), "needs a /sbin/runit to mount ours on"))
  func `as process 1 becomes runit, and drops its arguments`() throws {
    let machine = try ProcessOne(["1": "tr '\\0' ' ' </proc/1/cmdline", "2": "exit 0"])
    try machine.boot("runit-init")
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "runit ")
  }

  static let requests: [(String, mode_t?, RunningProgram.Ending)] = [
    ("0", nil, .powerOff), ("0xyz", nil, .powerOff), ("6", 0o100, .reboot), ("66", 0o100, .reboot),
  ]

  @Test(arguments: requests)
  func `stops the system`(argument: String, reboot: mode_t?, ending: RunningProgram.Ending) throws {
    let machine = try ProcessOne(["1": ": >/run/runit.stopit", "2": "\(Self.program) \(argument) && exec sleep 1000"])
    try machine.boot()
    #expect(machine.wait() == ending)
    #expect(mode(machine, "run/runit.stopit") == 0)
    #expect(mode(machine, "run/runit.reboot") == reboot)
    #expect(!machine.says("init:"))
  }

  @Test func `0 takes back a reboot that was asked for before`() throws {
    let machine = try ProcessOne([
      "1": "for f in stopit reboot; do : >/run/runit.$f; chmod 100 /run/runit.reboot; done",
      "2": "\(Self.program) 0 && exec sleep 1000",
    ])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(mode(machine, "run/runit.reboot") == 0)
  }

  static let places: [(String, [String: mode_t])] = [
    ("mkdir /run/runit; : >/run/runit/stopit", ["run/runit/stopit": 0, "run/runit/reboot": 0o100]),
    (": >/etc/runit/stopit", ["etc/stopit": 0, "etc/reboot": 0o100]),
    ("exit 0", ["run/runit/stopit": 0, "run/runit/reboot": 0o100]),
    (
      "mkdir /run/runit; ln -s /run/runit/stopit /etc/runit/stopit; : >/run/runit/stopit",
      ["run/runit/stopit": 0, "run/runit/reboot": 0o100]
    ),
  ]

  @Test(.ours("P8: the flags are looked for in /run first"), arguments: places)
  func `raises the flags where stage 1 has made them`(stage1: String, modes: [String: mode_t]) throws {
    let machine = try ProcessOne(["1": stage1, "2": "\(Self.program) 6 && exec sleep 1000"])
    try machine.boot()
    #expect(machine.wait() == .reboot)
    for (path, expected) in modes { #expect(mode(machine, path) == expected, "\(path)") }
    #expect(!machine.directory.exists("run/runit.stopit"))
  }

  @Test(.ours("the reference's reason is always \"file descriptor not open\""))
  func `says what it can not create`() throws {
    let machine = try ProcessOne([
      "2": "mkdir /run/runit.stopit; \(Self.program) 0 2>&1; echo $?; exit 0"
    ])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "init: fatal: unable to create /run/runit.stopit: is a directory\n111\n")
  }

  static let commands: [(String, RunningProgram.Ending)] = [
    ("poweroff", .powerOff), ("halt -d -p", .powerOff), ("reboot -i", .reboot), ("shutdown -h now", .powerOff),
    ("shutdown -r now going down", .reboot), ("shutdown +0", .powerOff), ("reboot -n -f", .reboot),
    ("poweroff --force", .signalled(SIGINT)), ("halt -fn", .signalled(SIGINT)),
  ]

  @Test(.ours("Debian has another program for these names"), arguments: commands)
  func `answers to the usual names`(command: String, ending: RunningProgram.Ending) throws {
    let name = command.split(separator: " ")[0]
    let machine = try ProcessOne(["2": "ln -s \(Self.program) /run/\(name); /run/\(command); exec sleep 1000"])
    try machine.boot()
    #expect(machine.wait() == ending)
  }

  static let wrong = [
    "halt now", "reboot -x", "poweroff --later", "shutdown", "shutdown -r", "shutdown 25:00", "shutdown -k now",
    "reboot -w",
  ]

  @Test(.ours("Debian has another program for these names"), arguments: wrong)
  func `does nothing when it does not understand`(command: String) throws {
    let name = command.split(separator: " ")[0]
    let machine = try ProcessOne([
      "2": "ln -s \(Self.program) /run/\(name); /run/\(command) 2>/dev/null; echo $?; ls /run/runit 2>/dev/null; exit 0"
    ])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == (command == "reboot -w" ? "0\n" : "1\n"))
  }
}
