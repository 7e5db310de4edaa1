import CLibc
import Foundation
import Testing

@Suite("What chpst's program may do", .ours("runit has no long options"))
struct ChpstPrivilegeTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  // MARK: --init-groups, --login-env

  /// Runs `chpst` with ``accounts`` and ``groups`` in the place of /etc/passwd and /etc/group, in a mount namespace of its own.
  private func chpst(_ arguments: [String]) throws -> Outcome {
    try directory.write("passwd", Self.accounts)
    try directory.write("group", Self.groups)
    let mounts = "mount --bind passwd /etc/passwd && mount --bind group /etc/group"
    return try run(
      "unshare", ["--mount", "sh", "-c", mounts + " && exec \"$@\"", "sh", Programs.path("chpst")] + arguments,
      executable: "/usr/bin/unshare", in: directory.path)
  }

  static let accounts = "root:x:0:0::/:/bin/sh\nweb:x:33:34::/var/www:/bin/ash\nbare:x:35:36::/b:\n"
  static let groups = "web:x:34:\nmail:x:8:root,web\ntty:x:5:web\nother:x:99:root,webby\ngame:x:60:web\n"

  static let memberships: [(options: [String], group: String, groups: [String])] = [
    (["-u", "web"], "34", ["34"]), (["-u", "web", "--init-groups"], "34", ["5", "8", "34", "60"]),
    (["-u", "web:other", "--init-groups"], "99", ["5", "8", "60", "99"]),
    (["-u", "web:game:other", "--init-groups"], "60", ["5", "8", "60", "99"]),
    (["-u", "bare", "--init-groups"], "36", ["36"]),
  ]

  @Test(.asRoot, arguments: memberships)
  func `includes what its user's groups may`(options: [String], group: String, groups: [String]) throws {
    let outcome = try chpst(options + ["cat", "/proc/self/status"])
    #expect(outcome.status("Gid") == Array(repeating: group, count: 4))
    #expect(outcome.status("Groups") == groups)
  }

  @Test(.asRoot) func `is told about its user as a login would`() throws {
    let outcome = try chpst(["-u", "web", "--login-env", "env"])
    #expect(outcome.variable("HOME") == "/var/www")
    #expect(outcome.variable("USER") == "web")
    #expect(outcome.variable("LOGNAME") == "web")
    #expect(outcome.variable("SHELL") == "/bin/ash")
    #expect(outcome.variable("UID") == nil)
    let bare = try chpst(["-U", "bare", "--login-env", "env"])
    #expect(bare.variable("HOME") == "/b")
    #expect(bare.variable("SHELL") == "/bin/sh")
    #expect(bare.variable("UID") == "35")
    let both = try chpst(["-U", "bare", "-u", "web", "--login-env", "env"])
    #expect(both.variable("USER") == "web")
    #expect(both.variable("UID") == "35")
  }

  @Test(.asRoot) func `is told about its user rather than what a directory says`() throws {
    try directory.write("env/HOME", "/elsewhere")
    let outcome = try run("chpst", ["-e", "env", "-u", "daemon", "--login-env", "env"], in: directory.path)
    #expect(outcome.variable("HOME") == "/usr/sbin")
  }

  @Test(arguments: [
    ("--init-groups", "unable to find groups without a name: :1:1"),
    ("--login-env", "unable to find login environment without a name: :1:1"),
  ])
  func `can't be found out from numbers`(option: String, complaint: String) throws {
    let outcome = try run("chpst", ["-u", ":1:1", option, "true"])
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: "chpst: fatal: \(complaint)\n"))
  }

  // MARK: --caps

  static let capabilitySets = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]

  @Test(
    .asRoot,
    arguments: [
      ([], "", "0000000000000000"), ([], "chown,kill", "0000000000000021"), ([], "cap_net_raw", "0000000000002000"),
      (["-u", "daemon"], "net_bind_service", "0000000000000400"), (["-u", "daemon"], "", "0000000000000000"),
    ])
  func `is what the capabilities that it keeps allow`(options: [String], names: String, bits: String) throws {
    let outcome = try run("chpst", options + ["--caps", names, "cat", "/proc/self/status"])
    for set in Self.capabilitySets { #expect(outcome.status(set) == [bits], "\(set)") }
    if !options.isEmpty { #expect(outcome.status("Uid") == ["1", "1", "1", "1"]) }
  }

  @Test func `can't include capabilities that its caller lacks`() throws {
    let outcome = try chpstAsOrdinaryUser("--caps", "net_bind_service", "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to bound capabilities: permission denied\n")
  }

  /// The kernel is told to answer 0 and do nothing.
  @Test(.asRoot) func `is read back after it was set`() throws {
    let outcome = try withSystemCall(Int(SYS_capset)) { try run("chpst", ["--caps", "", "echo", "half done"]) }
    let complaint = "chpst: fatal: capabilities are not those that were set\n"
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: complaint))
  }

  // MARK: --landlock

  @Test func `is reading and writing where rules allow it`() throws {
    try directory.write("ro/file", "text")
    try directory.write("rw/file", "text")
    try directory.write("hidden/file", "text")
    let script = """
      cat ro/file && echo; echo a > ro/file || echo refused; echo a > ro/new || echo refused
      echo b >> rw/file && cat rw/file && mkdir rw/folder && mv rw/file rw/folder/moved && rm -r rw/folder && echo gone
      cat hidden/file || echo hidden; ls / || echo hidden; echo > /dev/null && echo null
      """
    let rules = "ro:/usr,ro:/bin,ro:/lib,ro:/lib64,ro:ro,rw:rw,rw:/dev/null"
    let outcome = try run("chpst", ["--landlock", rules, "sh", "-c", script], in: directory.path)
    #expect(outcome.output == "text\nrefused\nrefused\ntextb\ngone\nhidden\nhidden\nnull\n")
  }

  @Test func `is nothing at all where the program itself is hidden`() throws {
    let outcome = try run("chpst", ["--landlock", "ro:" + directory.path, "/bin/true"])
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to run: /bin/true: access denied\n")
  }

  @Test func `can't be ruled by a path that is not there`() throws {
    let outcome = try run("chpst", ["--landlock", "ro:/usr,rw:/nowhere", "true"])
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to use landlock: /nowhere: file does not exist\n")
  }
}
