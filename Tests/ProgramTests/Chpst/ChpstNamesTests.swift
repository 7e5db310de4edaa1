import Foundation
import Testing

/// Every promise is made by daemontools' own programs as well, save where a test says otherwise.
@Suite("chpst under the names of daemontools")
struct ChpstNamesTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  static func all(_ names: String...) -> [Emulation] { names.flatMap(Emulation.all) }

  // MARK: setuidgid, envuidgid

  @Test(.asRoot, arguments: all("setuidgid"))
  func `takes the ids of an account`(setuidgid: Emulation) throws {
    let outcome = try setuidgid("games", "cat", "/proc/self/status")
    #expect(outcome.status("Uid") == ["5", "5", "5", "5"])
    #expect(outcome.status("Gid") == ["60", "60", "60", "60"])
    #expect(outcome.status("Groups") == ["60"])
  }

  @Test(arguments: all("envuidgid"))
  func `tells the ids of an account`(envuidgid: Emulation) throws {
    let outcome = try envuidgid("games", "env", environment: ["UID": "x", "A": "b"])
    #expect(outcome.variable("UID") == "5")
    #expect(outcome.variable("GID") == "60")
    #expect(outcome.variable("A") == "b")
  }

  @Test(arguments: all("setuidgid", "envuidgid"), ["nobody-here", "daemon:games", ":1:1", "1", "-v", ""])
  func `knows accounts by name alone`(program: Emulation, account: String) throws {
    let outcome = try program(account, "true")
    #expect(outcome.code == 111)
    if !program.isOriginal { #expect(outcome.error == "chpst: fatal: unknown account: \(account)\n") }
  }

  // MARK: envdir

  @Test(arguments: all("envdir"))
  func `sets the variables in a directory`(envdir: Emulation) throws {
    for (name, content) in [("A", "b \t\nc"), ("B", ""), ("C", "x\0y"), ("D", "\n"), (".E", "e")] {
      try directory.write("env/" + name, content)
    }
    let outcome = try envdir("env", "env", "-0", environment: ["B": "old"], in: directory.path)
    let variables = outcome.output.split(separator: "\0").filter { !$0.hasPrefix("PATH=") }
    #expect(Set(variables) == ["A=b", "C=x\ny", "D="])
  }

  @Test(arguments: all("envdir"))
  func `fails for a subdirectory`(envdir: Emulation) throws {
    try directory.write("env/folder/A", "b")
    let outcome = try envdir("env", "true", in: directory.path)
    #expect(outcome.code == 111)
    #expect(outcome.error.hasSuffix(": fatal: unable to read env/folder: is a directory\n"))
  }

  @Test(arguments: all("envdir"), ["-v", "missing"])
  func `takes any word for a directory`(envdir: Emulation, name: String) throws {
    #expect(try envdir(name, "true", in: directory.path).code == 111)
    try directory.write(name + "/A", "b")
    #expect(try envdir(name, "env", in: directory.path).variable("A") == "b")
  }

  // MARK: pgrphack

  @Test(arguments: all("pgrphack"), [false, true])
  func `leads a group`(pgrphack: Emulation, leadsAlready: Bool) throws {
    let program = try pgrphack.start("sleep", "100", session: leadsAlready)
    waitUntilAsleep(program)
    #expect(program.entry.group == program.id)
  }

  // MARK: setlock

  /// Starts a program that holds `lock` until it ends, and waits until it does.
  private func holder() throws -> RunningProgram {
    let program = try Emulation(name: "setlock", isOriginal: false).start("lock", "sleep", "100", in: directory.path)
    waitUntilAsleep(program)
    return program
  }

  @Test(
    .ours("C1: runit has -n and -N the wrong way round"), arguments: all("setlock"),
    [[], ["-N"], ["-n", "-N"], ["-nN"]])
  func `waits for the lock`(setlock: Emulation, options: [String]) throws {
    let first = try holder()
    let second = try run(options, setlock)
    eventually { second.entry.descriptors.values.contains(directory("lock")) }
    // Not yet is no proof, but a program that gives up has no lock to wait for.
    #expect(second.poll() == nil)
    first.signal(SIGKILL)
    #expect(second.wait() == .exited(0))
  }

  @Test(
    .ours("C1: runit has -n and -N the wrong way round"), arguments: all("setlock"), [["-n"], ["-N", "-n"], ["-Xn"]])
  func `gives up at once with -n`(setlock: Emulation, options: [String]) throws {
    let first = try holder()
    let second = try run(options, setlock)
    #expect(second.wait() == .exited(111))
    #expect(second.error.hasSuffix("temporary failure\n"))
    #expect(first.poll() == nil)
  }

  @Test(.ours("C1: runit has -n and -N the wrong way round"), arguments: all("setlock"))
  func `gives up as if nothing had happened with -nx`(setlock: Emulation) throws {
    let first = try holder()
    let second = try run(["-nx"], setlock)
    #expect(second.wait() == .exited(0))
    #expect(second.output + second.error == "")
    #expect(first.poll() == nil)
  }

  private func run(_ options: [String], _ setlock: Emulation) throws -> RunningProgram {
    let script = (["exec", "-a", "setlock", setlock.executable] + options + ["lock", "true"]).joined(separator: " ")
    return try RunningProgram("/bin/bash", ["bash", "-c", script], in: directory.path)
  }

  @Test(arguments: all("setlock"), [("-x", 0), ("-X", 111), ("-xX", 111), ("-Xx", 0)])
  func `may hide that the lock can't be opened`(setlock: Emulation, option: (String, Int)) throws {
    let outcome = try setlock(option.0, "missing/lock", "true", in: directory.path)
    #expect(outcome.code == Int32(option.1))
    #expect(outcome.error.isEmpty == (option.1 == 0))
  }

  @Test func `hides that the program can't be run with setlock -x, as runit does and daemontools does not`() throws {
    let setlock = Emulation(name: "setlock", isOriginal: false)
    let outcome = try setlock("-x", "lock", "missing-program", in: directory.path)
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
  }

  @Test(arguments: all("setlock"))
  func `takes no options behind the lock`(setlock: Emulation) throws {
    #expect(try setlock("lock", "echo", "-x", "-n", in: directory.path).output == "-x -n\n")
    #expect(directory.exists("lock"))
  }

  // MARK: softlimit

  static let limits: [(option: String, names: [String])] = [
    ("-a", ["Max address space"]), ("-c", ["Max core file size"]), ("-d", ["Max data size"]), ("-f", ["Max file size"]),
    ("-l", ["Max locked memory"]), ("-o", ["Max open files"]), ("-p", ["Max processes"]), ("-r", ["Max resident set"]),
    ("-s", ["Max stack size"]), ("-t", ["Max cpu time"]),
    ("-m", ["Max data size", "Max stack size", "Max locked memory", "Max address space"]),
  ]

  @Test(arguments: all("softlimit"), limits)
  func `limits softly`(softlimit: Emulation, limit: (option: String, names: [String])) throws {
    let amount = limit.option == "-o" || limit.option == "-p" ? "900" : "8000000"
    let before = try softlimit("cat", "/proc/self/limits")
    let after = try softlimit(limit.option, amount, "cat", "/proc/self/limits")
    for name in limit.names {
      #expect(after.limit(name).first == amount)
      #expect(after.limit(name).last == before.limit(name).last)
    }
    let lines = zip(before.output.split(separator: "\n"), after.output.split(separator: "\n"))
    for (old, new) in lines where !limit.names.contains(where: old.hasPrefix) { #expect(old == new) }
  }

  @Test(arguments: all("softlimit"))
  func `limits no more than the hard limit with =`(softlimit: Emulation) throws {
    let outcome = try softlimit("-c", "=", "-s=", "cat", "/proc/self/limits")
    for name in ["Max core file size", "Max stack size"] {
      #expect(outcome.limit(name).first == outcome.limit(name).last)
      #expect(outcome.limit(name).count == 2)
    }
  }

  @Test(arguments: all("softlimit"), ["abc", "-1", "1k", "==", "+1"])
  func `limits by whole numbers`(softlimit: Emulation, value: String) throws {
    let outcome = try softlimit("-o", value, "true")
    #expect(outcome.code == 100)
    #expect(outcome.error.contains("usage: softlimit"))
    if !softlimit.isOriginal, !Programs.areReference {  // C7: there the usage is that of chpst
      #expect(outcome.error.hasPrefix("usage: softlimit [-a allbytes]"))
    }
  }

  // MARK: usage

  static let usages: [(name: String, arguments: [String], synopsis: String)] = [
    ("setuidgid", ["daemon"], " account child"), ("envuidgid", [], " account child"), ("envdir", ["env"], " dir child"),
    ("pgrphack", [], " child"), ("setlock", ["-x", "lock"], " [ -nNxX ] file program [ arg ... ]"),
    (
      "softlimit", [],
      " [-a allbytes] [-c corebytes] [-d databytes] [-f filebytes] [-l lockbytes] [-m membytes] [-o openfiles] "
        + "[-p processes] [-r residentbytes] [-s stackbytes] [-t cpusecs] child"
    ),
  ]

  @Test(arguments: usages, ["", "d", "/usr/bin/", "./d"])
  func `shows the usage of each`(usage: (name: String, arguments: [String], synopsis: String), prefix: String) throws {
    let outcome = try ProgramTests.run(prefix + usage.name, usage.arguments, executable: Programs.path("chpst"))
    #expect(outcome.code == 100)
    #expect(outcome.output == "")
    #expect(outcome.error == "usage: \(usage.name)\(usage.synopsis)\n\n")
  }

  @Test(arguments: [
    ("setlock", "-q", "q"), ("softlimit", "-q", "q"), ("setlock", "-nq", "q"), ("dsoftlimit", "-0", "0"),
  ])
  func `knows no other options`(name: String, option: String, letter: String) throws {
    let outcome = try ProgramTests.run(name, [option, "1", "true"], executable: Programs.path("chpst"))
    #expect(outcome.code == 100)
    #expect(outcome.error.hasPrefix("\(name): illegal option -- \(letter)\nusage: "))
  }

  @Test(.ours("runit has no long options"), arguments: usages)
  func `answers --help and --version`(usage: (name: String, arguments: [String], synopsis: String)) throws {
    let chpst = Emulation(name: usage.name, isOriginal: false)
    let help = try chpst("--help")
    #expect(
      help == Outcome(ending: .exited(0), output: "usage: \(usage.name)\(usage.synopsis)\n\nsee chpst(8)\n", error: ""))
    let version = try chpst("--version")
    #expect(version == Outcome(ending: .exited(0), output: "\(usage.name) (runit-swift) 0.1.0\n", error: ""))
  }
}
