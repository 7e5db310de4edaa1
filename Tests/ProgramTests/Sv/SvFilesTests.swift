import CLibc
import Foundation
import Testing

@Suite("sv, before files of whatever kind")
struct SvFilesTests {
  /// A service directory as `runsv` would have left it, with the test in its place.
  final class Fake {
    let services: Services
    private var readers: [Int32] = []

    init(status: [UInt8]?, detail: String? = nil, supervise: String = "supervise") throws {
      services = try Services()
      try services.make("a/" + supervise, [:])
      for name in ["ok", "control", "dependents"] { mkfifo(services.directory("a/supervise/" + name), 0o600) }
      for name in ["ok", "dependents"] {
        readers.append(open(services.directory("a/supervise/" + name), O_RDONLY | O_NONBLOCK))
      }
      if let status { try write("status", status) }
      if let detail { try services.directory.write("a/supervise/detail", detail) }
      services.backdate("a")
    }

    deinit { for reader in readers { close(reader) } }

    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: services.directory("a/supervise/" + name)))
    }
  }

  /// A status: `seconds` old, with these last eight bytes.
  static func status(_ state: UInt8, pid: UInt8 = 0, want: Character = "u", age: Int = 5) -> [UInt8] {
    let label = UInt64(4_611_686_018_427_387_914) + UInt64(time(nil) - age)
    let stamp = (0..<8).reversed().map { UInt8(truncatingIfNeeded: label >> (8 * UInt64($0))) }
    return stamp + [0, 0, 0, 0] + [pid, 0, 0, 0, 0, want.asciiValue ?? 0, 0, state]
  }

  static let files: [([UInt8]?, String, Int32)] = [
    (status(1, pid: 7), "run: a: (pid N) Ns", 0),
    (status(1, pid: 7) + [1, 2, 3], "run: a: (pid N) Ns", 0),
    (status(9, pid: 7), "a: (pid N) Ns", 0),
    (status(2), "finish: a: (pid 0) Ns, normally up, want up", 0),
    (nil, "warning: a: unable to open supervise/status: file does not exist", 1),
    ([], "warning: a: unable to read supervise/status: bad format", 1),
    (Array(status(1, pid: 7)[0..<18]), "warning: a: unable to read supervise/status: bad format", 1),
    (Array(status(1, pid: 7)[0..<19]), "warning: a: unable to read supervise/status: bad format", 1),
  ]

  @Test(arguments: files)
  func `reads every status file, or says why not`(status: [UInt8]?, line: String, code: Int32) throws {
    let fake = try Fake(status: status)
    let outcome = try fake.services.sv("status", "a")
    #expect(outcome.lines == [line])
    #expect(outcome.code == code)
  }

  @Test func `survives a status of all ones`() throws {
    let fake = try Fake(status: [UInt8](repeating: 255, count: 20))
    let outcome = try fake.services.sv("status", "a")
    #expect(outcome.output.hasSuffix(", paused, got TERM\n"))
    #expect(outcome.code == 0)
  }

  @Test func `says when status is a directory`() throws {
    let fake = try Fake(status: nil)
    mkdir(fake.services.directory("a/supervise/status"), 0o700)
    let outcome = try fake.services.sv("status", "a")
    #expect(outcome.lines == ["warning: a: unable to read supervise/status: is a directory"])
  }

  static let details: [(String, [UInt8], String)] = [
    ("phase ready\npid 7\nready-since @400000000000000a00000000\nstarts 1\n", status(1, pid: 7), ", ready Ns"),
    ("phase starting\npid 7\nstarts 1\n", status(1, pid: 7), ", not ready"),
    ("phase starting\npid 8\nstarts 1\n", status(1, pid: 7), ""),
    ("phase up\npid 7\nstarts 1\n", status(1, pid: 7), ""),
    ("nonsense", status(1, pid: 7), ""),
    ("", status(1, pid: 7), ""),
    (String(repeating: "x", count: 10_000), status(1, pid: 7), ""),
  ]

  @Test(.ours("readiness"), arguments: details)
  func `shows readiness where it is tracked`(detail: String, status: [UInt8], suffix: String) throws {
    let fake = try Fake(status: status, detail: detail)
    try fake.services.directory.write("a/notification-fd", "3\n")
    #expect(try fake.services.sv("status", "a").lines == ["run: a: (pid N) Ns" + suffix])
  }

  @Test(.ours("one-shots"))
  func `shows a one-shot that is done`() throws {
    let fake = try Fake(status: Self.status(0), detail: "phase done\nstarts 1\n")
    #expect(try fake.services.sv("status", "a").lines == ["done: a: Ns"])
    #expect(try fake.services.sv("check", "a").lines == ["ok: done: a: Ns"])
  }

  @Test func `says when control is missing, or read by nobody`() throws {
    let fake = try Fake(status: Self.status(1, pid: 7))
    #expect(try fake.services.sv("hup", "a").lines == ["fail: a: runsv not running"])
    #expect(try fake.services.sv("exit", "a").lines == ["ok: a: runsv not running"])
    unlink(fake.services.directory("a/supervise/control"))
    let outcome = try fake.services.sv("hup", "a")
    #expect(outcome.lines == ["warning: a: unable to open supervise/control: file does not exist"])
    #expect(outcome.code == 1)
  }

  @Test func `says when control is full`() throws {
    let fake = try Fake(status: Self.status(1, pid: 7))
    let control = open(fake.services.directory("a/supervise/control"), O_RDWR | O_NONBLOCK)
    defer { close(control) }
    while write(control, "hhhhhhhh", 8) > 0 {}
    while write(control, "h", 1) > 0 {}
    let outcome = try fake.services.sv("hup", "a")
    #expect(outcome.lines == ["warning: a: unable to write to supervise/control: temporary failure"])
    #expect(outcome.code == 1)
  }

  @Test(.ours("S9: a command is skipped when the status says that it is in force"))
  func `gives every command, whatever the status says`() throws {
    let fake = try Fake(status: Self.status(1, pid: 7))
    let control = open(fake.services.directory("a/supervise/control"), O_RDWR | O_NONBLOCK)
    defer { close(control) }
    for word in ["up", "term", "cont", "down", "exit", "1"] { #expect(try fake.services.sv(word, "a").code == 0) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(control, &bytes, 16)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "utcdx1")
  }
}
