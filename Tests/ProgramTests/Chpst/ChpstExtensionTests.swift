import CLibc
import Foundation
import Testing

/// Each long option is looked for where it matters: in the /proc of the program.
@Suite("The long options of chpst", .ours("runit has none"))
struct ChpstExtensionTests {
  @Test(arguments: [
    ["--nice", "3"], ["--nice=3"], ["-n", "1", "--nice=3"], ["--verbose", "--nice", "3"], ["--nice", "3", "--"],
  ])
  func `spell the short ones out`(options: [String]) throws {
    let level = try #require(Int(try chpst("nice").output.trimmingCharacters(in: .newlines)))
    #expect(try run("chpst", options + ["nice"]).output == "\(min(19, level + 3))\n")
  }

  static let mistakes: [(arguments: [String], complaint: String)] = [
    (["--nothing", "true"], "illegal option -- nothing"), (["--nic=5", "true"], "illegal option -- nic"),
    (["--nice"], "option requires an argument -- nice"), (["--nice", "5x", "true"], "illegal value -- nice: 5x"),
    (["--nice=5x", "true"], "illegal value -- nice: 5x"), (["--hard=1", "true"], "illegal value -- hard: 1"),
    (["--help=1"], "illegal value -- help: 1"),
    (["--lock", "a", "--try-lock", "b", "true"], "illegal value -- try-lock: b"),
    (["--umask", "8", "true"], "illegal value -- umask: 8"),
    (["--umask=1000", "true"], "illegal value -- umask: 1000"),
    (["--oom-score-adj", "1001", "true"], "illegal value -- oom-score-adj: 1001"),
    (["--ioprio", "low", "true"], "illegal value -- ioprio: low"),
    (["--caps", "all", "true"], "illegal value -- caps: all"),
    (["--landlock", "/usr", "true"], "illegal value -- landlock: /usr"),
    (["--init-groups", "true"], "option requires the option -u -- init-groups or login-env"),
    (["--login-env", "true"], "option requires the option -u -- init-groups or login-env"),
    (["--init-groups", "-U", "daemon", "true"], "option requires the option -u -- init-groups or login-env"),
  ]

  @Test(arguments: mistakes)
  func `name a mistake`(arguments: [String], complaint: String) throws {
    let outcome = try run("chpst", arguments)
    #expect(outcome.code == 100)
    #expect(outcome.output == "")
    #expect(outcome.error.hasPrefix("chpst: \(complaint)\nusage: chpst "))
  }

  @Test func `answer --help and --version`() throws {
    let help = try chpst("-v", "--help", "true")
    #expect(help.code == 0)
    #expect(help.error == "")
    #expect(help.output.hasPrefix("usage: chpst [-vVP"))
    #expect(help.output.contains("\n  -n, --nice N                  add N to the nice level\n"))
    #expect(help.output.contains("\n      --login-env               set HOME, USER, LOGNAME and SHELL\n"))
    #expect(try chpst("--version") == Outcome(ending: .exited(0), output: "chpst (runit-swift) 0.1.0\n", error: ""))
  }

  @Test func `are in the manual page, each`() throws {
    let page = Checkout.file("man/chpst.8")
    let manual = try String(contentsOf: page, encoding: .utf8)
    let names = try chpst("--help").output.split(separator: "\n").compactMap { line in
      line.split(separator: " ").first { $0.hasPrefix("--") }
    }
    #expect(names.count == 36)
    for name in names { #expect(manual.contains("Fl \(name.dropFirst())"), "\(name)") }
  }

  @Test(arguments: [("0", "0000"), ("077", "0077"), ("777", "0777")])
  func `set the mask of file modes`(mask: String, shown: String) throws {
    #expect(try chpst("--umask", mask, "cat", "/proc/self/status").status("Umask") == [shown])
  }

  @Test func `set the mask of file modes for the program alone, not for the lock`() throws {
    let directory = try TemporaryDirectory()
    #expect(try chpst("--umask", "777", "-l", "lock", "true", in: directory.path).code == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: directory("lock"))[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: ["1000", "500"])
  func `let the program be killed sooner when memory is short`(score: String) throws {
    #expect(try chpst("--oom-score-adj", score, "cat", "/proc/self/oom_score_adj").output == score + "\n")
  }

  @Test(.asRoot) func `set the score of a user's program with the rights of root`() throws {
    #expect(try chpst("-u", "daemon", "--oom-score-adj", "9", "cat", "/proc/self/oom_score_adj").output == "9\n")
  }

  @Test func `can't let an ordinary user's program be killed later`() throws {
    let outcome = try chpstAsOrdinaryUser("--oom-score-adj", "-1", "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to set oom score: access denied\n")
  }

  @Test(arguments: [("idle", "idle"), ("best-effort:6", "best-effort: prio 6"), ("best-effort", "best-effort: prio 4")])
  func `set the priority of input and output`(priority: String, shown: String) throws {
    #expect(try chpst("--ioprio", priority, "ionice").output == shown + "\n")
  }

  @Test(arguments: ["--no-new-privs", "--landlock=ro:/"])
  func `forgo new privileges`(option: String) throws {
    #expect(try chpst("cat", "/proc/self/status").status("NoNewPrivs") == ["0"])
    #expect(try chpst(option, "cat", "/proc/self/status").status("NoNewPrivs") == ["1"])
  }

  @Test(arguments: ["/sys/fs/cgroup", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/unified"].filter { canMakeGroup(in: $0) })
  func `enter a control group`(mount: String) throws {
    let name = "runit-test-\(UUID().uuidString)"
    let group = mount + "/" + name
    try #require(mkdir(group, 0o755) == 0)
    defer { rmdir(group) }
    let root = try TemporaryDirectory()
    let outcome = try chpst("--cgroup", group, "cat", "/proc/self/cgroup", in: root.path)
    #expect(outcome.output.split(separator: "\n").contains { $0.hasSuffix(":/" + name) })
  }

  private static func canMakeGroup(in mount: String) -> Bool {
    geteuid() == 0 && access(mount + "/cgroup.procs", W_OK) == 0
  }

  @Test func `can't enter a control group that is none`() throws {
    let outcome = try chpst("--cgroup", "/nowhere", "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to enter control group: /nowhere: file does not exist\n")
  }

  static let lacking: [(call: Int, options: [String], complaint: String)] = [
    (444, ["--landlock", "ro:/"], "unable to use landlock: system call not available"),
    (445, ["--landlock", "ro:/"], "unable to use landlock: /: system call not available"),
    (446, ["--landlock", "ro:/"], "unable to use landlock: system call not available"),
    (Int(SYS_ioprio_set), ["--ioprio", "idle"], "unable to set I/O priority: system call not available"),
    (Int(SYS_capset), ["--caps", ""], "unable to set capabilities: system call not available"),
    (Int(SYS_prctl), ["--no-new-privs"], "unable to forgo new privileges: system call not available"),
  ]

  @Test(.asRoot, arguments: lacking)
  func `are refused by a kernel that lacks them, before anything runs`(
    call: Int, options: [String], complaint: String
  ) throws {
    let outcome = try withSystemCall(call, answering: ENOSYS) { try run("chpst", options + ["echo", "ran"]) }
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: "chpst: fatal: \(complaint)\n"))
  }
}
