import CLibc
import Foundation
import Testing

@Suite("sv list", .withReference, .ours("sv list"))
struct SvListTests {
  /// The words of each line; times differ from run to run.
  static func rows(_ outcome: Outcome) -> [[String]] {
    outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  @Test func `shows all services in a table`() throws {
    let services = try Services()
    try services.start("web", ["run": Services.daemon, "log/run": "#!/bin/sh\nexec cat >/dev/null\n"])
    try services.start("db", ["run": Services.daemon, "down": ""])
    try services.make("new")
    try services.make(".hidden")
    try services.directory.write("README", "not a service")
    symlink("/nonexistent", services.directory("gone"))
    let outcome = try services.sv("list")
    let rows = Self.rows(outcome)
    #expect(rows[0] == ["SERVICE", "STATE", "PID", "UPTIME", "READY", "STARTS", "LAST-EXIT", "LOG"])
    #expect(rows.map { $0[0] } == ["SERVICE", "db", "gone", "new", "web"])
    #expect(rows.map { $0[1] } == ["STATE", "down", "broken", "new", "up"])
    #expect(rows[4][2] == String(services.pid("web")))
    #expect(rows[4][7] == "up")
    #expect(outcome.code == 1)
    #expect(!outcome.output.contains("\u{1b}"))
  }

  @Test func `shows the services that are named`() throws {
    let services = try Services()
    for name in ["a", "b", "c"] { try services.start(name) }
    let outcome = try services.sv("list", "c", "./a")
    #expect(Self.rows(outcome).map { $0[0] } == ["SERVICE", "c", "./a"])
    #expect(outcome.code == 0)
  }

  @Test func `shows what could be enabled when asked to`() throws {
    let services = try Services()
    let source = try Services()
    try source.make("idle")
    try source.make("active")
    symlink(source.directory("active"), services.directory("active"))
    let outcome = try services.sv("list", "-a", environment: ["SVSRCDIR": source.directory.path])
    #expect(
      Self.rows(outcome).map { Array($0.prefix(2)) } == [
        ["SERVICE", "STATE"], ["active", "new"], ["idle", "disabled"],
      ])
  }

  @Test func `is JSON on demand, whatever the names`() throws {
    let services = try Services()
    try services.start("a\"b\n\u{1}ü")
    let outcome = try services.sv("list", "--json")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let object = try #require((value as? [[String: Any]])?.first)
    #expect(object["name"] as? String == "a\"b\n\u{1}ü")
    #expect(object["state"] as? String == "up")
    #expect(object["pid"] as? Int == Int(services.pid("a\"b\n\u{1}ü")))
    #expect(object["log"] is NSNull)
    #expect(try Services().sv("list", "--json").output == "[]\n")
  }

  /// A name of every byte that a name can have, in an order in which they make no UTF-8 by chance, and in another.
  @Test func `is valid JSON for every byte of a name`() throws {
    let services = try Services()
    let bytes = (1...255).map { UInt8($0) }.filter { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ".") }
    for name in [bytes, bytes.reversed()] {
      let path = (Array((services.directory.path + "/").utf8) + name + [0]).map { CChar(bitPattern: $0) }
      #expect(mkdir(path, 0o755) == 0)
    }
    let program = """
      import json, os, sys
      found = [os.fsencode(service["name"]) for service in json.load(sys.stdin)]
      sys.exit(sorted(found) != sorted(os.listdir(os.fsencode(sys.argv[1]))))
      """
    let sv = "\(Programs.path("sv")) list --json | python3 -c '\(program)' \(services.directory.path)"
    let outcome = try run(
      "sh", ["-c", sv], executable: "/bin/sh", environment: ["SVDIR": services.directory.path, "PYTHONUTF8": "1"])
    #expect(outcome.error.isEmpty)
    #expect(outcome.code == 0)
  }

  @Test func `has the keys that sv(8) names, in that order`() throws {
    let root = Checkout.file("man/sv.8")
    let page = try String(contentsOf: root, encoding: .utf8)
    let section = try #require(page.split(separator: ".It Fl -json\n").last?.split(separator: "\n.El").first)
    let keys = section.split(separator: "\n").filter { $0.hasPrefix(".It Li ") }.map { String($0.dropFirst(7)) }
    let services = try Services()
    try services.start("web", ["run": Services.daemon, "log/run": Services.daemon], by: Programs.path("runsv"))
    let output = try services.sv("list", "--json").output
    let found = output.matches(of: #/"([a-z_]+)": /#).map { String($0.output.1) }
    #expect(found == keys + keys.filter { $0 != "name" && $0 != "log" })
  }

  @Test func `says when there is no directory of services, or no such option`() throws {
    let outcome = try run("sv", ["list"], environment: ["SVDIR": "/nonexistent"])
    #expect(outcome.error == "sv: fatal: unable to read directory /nonexistent: file does not exist\n")
    #expect(outcome.code == 100)
    let option = try run("sv", ["list", "-x"])
    #expect(option.error == "usage: sv list [-a] [--json] [service ...]\n\n")
    #expect(option.code == 100)
  }
}

@Suite("sv wait", .withReference, .ours("sv wait"))
struct SvWaitTests {
  @Test func `returns when services are as asked for`() throws {
    let services = try Services()
    try services.start("a")
    try services.start("b", ["run": Services.daemon, "down": ""])
    #expect(try services.sv("wait", "up", "a").lines == ["ok: run: a: (pid N) Ns"])
    #expect(try services.sv("wait", "ready", "a").code == 0)
    #expect(try services.sv("wait", "down", "b").lines == ["ok: down: b: Ns"])
    let waiting = try RunningProgram(
      program: "sv", ["wait", "up", "b"], environment: ["SVDIR": services.directory.path])
    waiting.awaitRest(as: "sv")
    #expect(waiting.poll() == nil)
    #expect(try services.sv("up", "b").code == 0)
    #expect(waiting.wait(within: 5) == .exited(0))
  }

  @Test func `waits for a runsv, and takes its absence for down`() throws {
    let services = try Services()
    try services.make("a")
    services.backdate("a")
    let waiting = try RunningProgram(
      program: "sv", ["wait", "up", "a"], environment: ["SVDIR": services.directory.path])
    waiting.awaitRest(as: "sv")
    #expect(waiting.poll() == nil)
    try services.supervise("a")
    #expect(waiting.wait(within: 5) == .exited(0))
    #expect(try services.sv("shutdown", "a").code == 0)
    #expect(try services.sv("wait", "down", "a").code == 0)
  }

  @Test func `exits 99 when the time is over`() throws {
    let services = try Services()
    try services.start("a")
    try services.make("new")
    for words in [["down", "a"], ["done", "a"], ["up", "new"]] {
      let outcome = try services.sv("wait", "-w", "0", words[0], words[1])
      #expect(outcome.code == 99)
    }
  }

  @Test(arguments: [
    ["wait"], ["wait", "up"], ["wait", "soon", "a"], ["wait", "up", "-w"], ["wait", "-x", "up", "a"],
  ])
  func `explains its use`(arguments: [String]) throws {
    let outcome = try run("sv", arguments)
    #expect(outcome.error == "usage: sv wait up|ready|down|done [-w sec] service ...\n\n")
    #expect(outcome.code == 100)
  }
}
