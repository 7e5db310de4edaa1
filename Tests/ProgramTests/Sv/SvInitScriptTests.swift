import CLibc
import Foundation
import Testing

@Suite("sv as an init script", .withReference)
struct SvInitScriptTests {
  @Test func `speaks for the service of its name`() throws {
    let services = try Services()
    try services.start("a")
    let status = try services.sv("status", "ignored", name: "/etc/init.d/a")
    #expect(status.lines == ["run: a: (pid N) Ns"])
    #expect(status.code == 0)
    #expect(try services.sv("stop", name: "a").lines == ["ok: down: a: Ns, normally up"])
    let down = try services.sv("status", name: "a")
    #expect(down.lines == ["down: a: Ns, normally up"])
    #expect(down.code == 3)
    #expect(try services.sv("up", name: "a").code == 0)
  }

  @Test func `says with its exit code when nothing is known`() throws {
    let services = try Services()
    try services.make("never")
    services.backdate("never")
    #expect(try services.sv("status", name: "never").code == 4)
    #expect(try services.sv("status", name: "none").code == 1)
    #expect(try services.sv("start", name: "never").code == 1)
    try services.start("a")
    #expect(try services.sv("shutdown", name: "a").code == 0)
    #expect(try services.sv("status", name: "a").code == 1)
    #expect(try services.sv("shutdown", name: "a").code == 0)
    #expect(try services.sv("force-shutdown", name: "a").code == 0)
    #expect(try services.sv("stop", name: "a").code == 1)
  }

  @Test(.ours("S7: the exit code is that of the log"))
  func `tells of the service, not of its log`() throws {
    let services = try Services()
    try services.start(
      "a", ["run": Services.daemon, "down": "", "log/run": "#!/bin/sh\nexec cat >/dev/null\n"])
    let outcome = try services.sv("status", name: "a")
    #expect(outcome.lines == ["down: a: Ns; run: log: (pid N) Ns"])
    #expect(outcome.code == 3)
  }

  static let mistakes: [([String], String)] = [
    ([], ""), (["s"], ""), (["stat"], ""), (["-V"], "V"), (["zap"], ""),
    (["-x", "status"], "a: illegal option -- x\n"),
  ]

  @Test(arguments: mistakes)
  func `explains its use`(arguments: [String], complaint: String) throws {
    let outcome = try run("a", arguments, executable: Programs.path("sv"))
    #expect(outcome.error.hasSuffix("usage: a [-w sec] command\n\n"))
    if complaint != "V" { #expect(outcome.error == complaint + "usage: a [-w sec] command\n\n") }
    #expect(outcome.code == 2)
  }
}
