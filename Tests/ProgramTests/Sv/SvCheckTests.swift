import CLibc
import Foundation
import Testing

@Suite("sv and ./check", .withReference)
struct SvCheckTests {
  /// Starts a service with this `./check`.
  static func services(_ check: String) throws -> Services {
    let services = try Services()
    try services.start("a", ["run": Services.daemon, "check": "#!/bin/sh\n" + check + "\n"])
    return services
  }

  @Test(arguments: ["start", "check", "restart"])
  func `is available when check says so`(command: String) throws {
    let services = try Self.services("echo x >>asked")
    services.letGrowOld("a")
    #expect(try services.sv(command, "a").lines == ["ok: run: a: (pid N) Ns"])
    #expect(services.directory.exists("a/asked"))
  }

  @Test func `is not asked when a service is stopped`() throws {
    let services = try Self.services("echo x >>asked")
    #expect(try services.sv("stop", "a").code == 0)
    #expect(!services.directory.exists("a/asked"))
  }

  @Test func `is asked again until it says so`() throws {
    let services = try Self.services("echo x >>asked; test \"$(wc -l <asked)\" -ge 3")
    #expect(try services.sv("check", "a").lines == ["ok: run: a: (pid N) Ns"])
    #expect(services.directory.read("a/asked") == "x\nx\nx\n")
  }

  @Test func `may say no until the time is over`() throws {
    let services = try Self.services("exit 1")
    let outcome = try services.sv("-w", "1", "check", "a")
    #expect(outcome.lines == ["timeout: run: a: (pid N) Ns"])
    #expect(outcome.code == 1)
  }

  @Test(.ours("S3: one killed by a signal is available"))
  func `has failed when a signal killed it`() throws {
    let services = try Self.services("kill -9 $$")
    let outcome = try services.sv("-w", "1", "check", "a")
    #expect(outcome.lines == ["timeout: run: a: (pid N) Ns"])
  }

  @Test(.ours("S13: a check that hangs, hangs sv"))
  func `is killed when the time is over`() throws {
    let services = try Self.services("echo $$ >asked; exec sleep 1000")
    let outcome = try services.sv("-w", "3", "check", "a")
    #expect(outcome.lines == ["timeout: run: a: (pid N) Ns"])
    let process = try #require(services.directory.read("a/asked").flatMap { pid_t($0.dropLast()) })
    eventually { !ProcessEntry(process).isAlive }
  }

  @Test(.ours("S13: a check that hangs, hangs sv"))
  func `that hangs holds up no other service`() throws {
    let services = try Self.services("exec sleep 1000")
    try services.start("b")
    let outcome = try services.sv("-w", "1", "check", "a", "b", within: 5)
    #expect(outcome.lines == ["ok: run: b: (pid N) Ns", "timeout: run: a: (pid N) Ns"])
    #expect(outcome.code == 1)
  }

  @Test(.ours("S14: its standard output is closed"))
  func `may print`() throws {
    let services = try Self.services("set -e; echo hello; echo oops >&2; readlink /proc/self/fd/1 >output; pwd >place")
    let outcome = try services.sv("check", "a")
    #expect(outcome.lines == ["ok: run: a: (pid N) Ns"])
    #expect(outcome.error == "oops\n")
    #expect(services.directory.read("a/place") == services.directory("a") + "\n")
  }

  @Test func `that can't be run asks for nothing`() throws {
    let services = try Services()
    try services.start("a", ["run": Services.daemon, "check": "exit 1\n"])
    let outcome = try services.sv("check", "a")
    #expect(outcome.lines == ["ok: run: a: (pid N) Ns"])
    #expect(outcome.error.hasPrefix("warning: unable to run a/check: access denied\n"))
    #expect(outcome.code == 0)
  }

  @Test func `that can't be looked at is not passed`() throws {
    let services = try Services()
    try services.start("a")
    symlink("check", services.directory("a/check"))
    let outcome = try services.sv("-w", "1", "check", "a")
    #expect(outcome.lines == ["timeout: run: a: (pid N) Ns"])
    #expect(outcome.error.hasPrefix("warning: unable to stat a/check: symbolic link loop\n"))
  }

  @Test(.ours("S4: 2.3 looks at what is wanted"))
  func `wants a service that is wanted up to be up`() throws {
    let services = try Services()
    try services.start("a", ["run": Services.daemon, "down": ""])
    #expect(try services.sv("check", "a").lines == ["ok: down: a: Ns"])
    let failing = try SvFilesTests.Fake(status: SvFilesTests.status(0))
    let outcome = try failing.services.sv("-w", "0", "check", "a")
    #expect(outcome.lines == ["timeout: down: a: Ns, normally up, want up"])
    #expect(outcome.code == 1)
  }
}
