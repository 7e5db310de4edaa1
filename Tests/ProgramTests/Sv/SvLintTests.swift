import CLibc
import Foundation
import Testing

@Suite("sv lint", .ours("sv lint"))
struct SvLintTests {
  static let script = "#!/bin/sh\nexec sleep 1000\n"

  @Test func `says nothing of what is in order`() throws {
    let services = try Services()
    try services.make(
      "a",
      [
        "run": Self.script, "finish": Self.script, "check": Self.script, "log/run": Self.script,
        "control/t": Self.script, "check-interval": "1000\n", "down-signal": "SIGINT\n", "restart-limit": "3 10\n",
        "dependencies": "# what it needs\n\nb\n", "type": "longrun\n", "down": "",
      ])
    try services.make("b")
    try services.directory.write("README", "")
    #expect(try services.sv("lint") == Outcome(ending: .exited(0), output: "", error: ""))
    #expect(try services.sv("lint", "a", services.directory.path, "./b").code == 0)
  }

  @Test func `finds blanks and line ends in dependencies that runsv makes allowance for`() throws {
    let services = try Services()
    let path = services.directory.path
    try services.make("a", ["run": Self.script, "dependencies": "b\r\n# text\r\n\r\nb\n c"])
    try services.make("b", ["run": Self.script, "dependencies.d/.hidden": "", "dependencies.d/#old": ""])
    try services.make("c", ["run": Self.script])
    let outcome = try services.sv("lint")
    #expect(
      outcome.output == """
        \(path)/a/dependencies: blanks or a carriage return beside the name `b': write the name alone
        \(path)/a/dependencies: blanks or a carriage return beside the name `c': write the name alone
        \(path)/a/dependencies: the last line has no newline: end it with one

        """)
    #expect(outcome.code == 1)
  }

  @Test func `finds what is wrong`() throws {
    let services = try Services()
    let path = services.directory.path
    try services.make(
      "a",
      [
        "run": "#!/no/such/shell\n", "finish": "exit 0\n", "log": "", "control/z": Self.script, "control/t": "x",
        "check-interval": "1000", "timeout-kill": "soon", "dependencies": "b\n../c\nd\n", "notification-fd": "2\n",
      ])
    try services.make("b", ["run": "#!/bin/sh\r\n", "dependencies": "a\n", "log/README": ""])
    chmod(services.directory("b/run"), 0o755)
    symlink("/nonexistent", services.directory("e"))
    symlink("/nonexistent", services.directory("b/check"))
    let outcome = try services.sv("lint")
    #expect(
      outcome.output == """
        \(path)/a/run: asks for the interpreter /no/such/shell, which does not exist or is not executable: \
        install the interpreter, or correct the first line
        \(path)/a/log: is not a directory: make it a directory with a file run in it
        \(path)/a/finish: is not executable: chmod +x \(path)/a/finish
        \(path)/a/control/t: is not executable: chmod +x \(path)/a/control/t
        \(path)/a/control/z: no command has this letter: name it after one of u d o x t k p c h a i q 1 2
        \(path)/a/notification-fd: invalid value `2': write the number of a descriptor, 3 or more
        \(path)/a/check-interval: there is no executable check: write check, or remove this file
        \(path)/a/timeout-kill: invalid value `soon': write milliseconds, or 0 for never
        \(path)/a/dependencies: not the name of a service, `../c': write a name a line, without slashes or a dot in front
        \(path)/a/dependencies: no such service, `d': correct the name, or enable that service
        \(path)/a/dependencies: dependency cycle a -> b -> a: take one of them out
        \(path)/b/run: has DOS line ends, so that its interpreter is not found: sed -i 's/\\r$//' \(path)/b/run
        \(path)/b/log/run: does not exist: write it: a script that executes the daemon in the foreground
        \(path)/b/check: leads to what does not exist, `/nonexistent': remove it, or make what it leads to
        \(path)/b/dependencies: dependency cycle b -> a -> b: take one of them out
        \(path)/e: leads to what does not exist, `/nonexistent': remove it, or make what it leads to

        """)
    #expect(outcome.code == 1)
    #expect(outcome.error.isEmpty)
  }

  @Test func `looks where it is told to`() throws {
    let services = try Services()
    try services.make("a", ["run": "not executable"])
    try services.make("group/b", ["run": "not executable"])
    #expect(
      try services.sv("lint", "a").output.hasSuffix(
        "a/run: is not executable: chmod +x \(services.directory("a/run"))\n"))
    #expect(try services.sv("lint", "./group").output == "./group/b/run: is not executable: chmod +x ./group/b/run\n")
    #expect(
      try services.sv("lint", "none").output
        == "./none: is no service directory: make a directory with a file run in it\n")
  }
}
