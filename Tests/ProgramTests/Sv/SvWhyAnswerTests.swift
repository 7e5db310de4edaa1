import CLibc
import Foundation
import Testing

/// What `sv why` is asked about: a service under our `runsv`, or under Debian's, which has less to tell.
@Suite("sv why, answer by answer", .withReference, .ours("sv why"))
struct SvWhyAnswerTests {
  enum Supervisor: String, CaseIterable, CustomTestStringConvertible {
    case ours, reference

    var runsv: String { self == .ours ? Programs.path("runsv") : Programs.reference + "/runsv" }
    var testDescription: String { self == .ours ? "under our runsv" : "under Debian's runsv" }
  }

  struct Answer: CustomTestStringConvertible {
    let testDescription: String
    /// The service `a`, and others that are supervised too.
    let services: [String: [String: String]]
    var commands: [[String]] = []
    /// What is said with our `runsv` below, and what with Debian's; a text with `|` in it stands for one of several.
    let ours: [String]
    var reference: [String]?
    /// What must not be said with Debian's.
    var neverOfReference: [String] = []

    init(
      _ description: String, _ files: [String: String], besides others: [String: [String: String]] = [:],
      commands: [[String]] = [], ours: [String], reference: [String]? = nil, never: [String] = []
    ) {
      testDescription = description
      services = others.merging(["a": files]) { $1 }
      self.commands = commands
      self.ours = ours
      self.reference = reference
      neverOfReference = never
    }
  }

  static let daemon = Services.daemon
  /// It does not listen to TERM, as soon as there is a file `deaf`.
  static let daemonThatIsDeaf = "#!/bin/sh\ntrap '' TERM\n: >deaf\nexec sleep 1000\n"
  static let slowly = "60000\n"

  static func dying(_ command: String) -> [String: String] {
    ["run": "#!/bin/sh\n\(command)\n", "restart-delay": slowly]
  }

  static let deaths: [Answer] = [
    Answer(
      "failed, by its limit", ["run": "#!/bin/sh\nexit 3\n", "restart-limit": "1 60\n", "restart-delay": "1\n"],
      ours: [
        "a has failed and was given up: restart-limit reached. It stays down until it is told otherwise.",
        "It was started 2 times and last ended", "with exit code 3.", "Next: sv up a",
      ], reference: ["a is wanted up, but does not stay up"], never: ["failed", "exit code"]),
    Answer(
      "failed, by finish",
      ["run": "#!/bin/sh\nexit 0\n", "finish": "#!/bin/sh\nexit 125\n", "restart-limit": "9 60\n"],
      ours: ["a has failed and was given up: finish exited 125."], reference: ["does not stay up"], never: ["failed"]),
    Answer(
      "failed, by a cycle", ["run": daemon, "dependencies": "b\n"],
      besides: ["b": ["run": daemon, "dependencies": "a\n"]],
      ours: ["a has failed and was given up: dependency cycle: a -> b -> a.", "Next: sv up a"],
      reference: ["a runs as process"], never: ["cycle"]),
    Answer(
      "ending with a code", dying("exit 7"),
      ours: ["does not stay up", "It was started 1 time and last ended", "with exit code 7.", "Next: cd "],
      reference: ["does not stay up", "Next: cd "], never: ["exit code"]),
    Answer(
      "ending with 127", dying("exec /no/such/program"), ours: ["127, which is what a shell says of a program that it"],
      reference: ["does not stay up"]),
    Answer(
      "ending with 111", dying("exit 111"),
      ours: ["111, which is what runsv and chpst say when a program can't be run"],
      reference: ["does not stay up"]),
    Answer(
      "killed", dying("kill -KILL $$"), ours: ["by signal KILL: ", "(see dmesg)"],
      reference: ["does not stay up"], never: ["signal"]),
    Answer(
      "crashed", dying("kill -SEGV $$"), ours: ["does not stay up", "by signal SEGV."], reference: ["does not stay up"],
      never: ["signal"]),
  ]

  static let states: [Answer] = [
    Answer(
      "waiting", ["run": daemon, "dependencies": "db\n"], besides: ["db": ["run": daemon, "dependencies": "net\n"]],
      ours: ["a is wanted up and waits for db, which itself waits for net.", "Next: sv why db"],
      reference: ["a runs as process"], never: ["waits"]),
    Answer(
      "waiting for what is down", ["run": daemon, "dependencies": "db\ncache\nnone\n"],
      besides: ["db": ["run": daemon, "down": ""], "cache": ["run": daemon, "notification-fd": "3\n"]],
      ours: [
        "waits for db, which is down because it is wanted so, and for cache, which is starting and not ready, "
          + "and for none, which is not among the services."
      ], reference: ["a runs as process"], never: ["waits"]),
    Answer(
      "never announced", ["run": "#!/bin/sh\nexec sleep 1000 3>&-\n", "notification-fd": "3\n"],
      ours: ["a runs as process", "but is not ready: it has not written a newline to its notification-fd."],
      reference: ["a runs as process"], never: ["ready"]),
    Answer(
      "failing its check", ["run": daemon, "check": "#!/bin/sh\nexit 1\n", "check-interval": "20\n"],
      ours: ["but is not ready: its ./check has not succeeded yet.", "/a && ./check; echo $?"],
      reference: ["a runs as process"], never: ["ready"]),
    Answer(
      "done", ["run": "#!/bin/sh\n", "type": "oneshot\n"],
      ours: ["a did its work", "which is all that is asked of it."],
      reference: ["does not stay up"], never: ["did its work"]),
    Answer(
      "hanging in finish", ["run": daemon, "finish": "#!/bin/sh\nexec sleep 1000\n"], commands: [["down", "a"]],
      ours: [
        "The ./run of a has ended, and its ./finish runs as process", "Only then is it down.", "by signal TERM",
        "/wchan",
      ],
      reference: ["The ./run of a has ended, and its ./finish runs as process", "Only then is it down.", "/wchan"],
      never: ["signal"]),
    Answer(
      "deaf", ["run": daemonThatIsDeaf], commands: [["down", "a"]],
      ours: ["It was told to stop and has got TERM, but is still there.", "Next: sv force-stop a"],
      reference: ["It was told to stop and has got TERM, but is still there.", "Next: sv force-stop a"]),
    Answer(
      "about to go, when its dependents are gone", ["run": daemon],
      besides: ["b": ["run": daemonThatIsDeaf, "dependencies": "a\n"]], commands: [["exit", "a"]],
      ours: ["It was told to go, and goes when the services that depend on it are down."],
      reference: ["a is not supervised: its runsv has ended."]),
    Answer(
      "paused", ["run": daemon], commands: [["-v", "pause", "a"]], ours: ["was paused by command", "Next: sv cont a"],
      reference: ["was paused by command", "Next: sv cont a"]),
    Answer(
      "down by command", ["run": daemon], commands: [["stop", "a"]],
      ours: [
        "a was taken down by command, or told to run only once, and has been down for", "by signal TERM",
        "Next: sv up a",
      ],
      reference: ["a was taken down by command, or told to run only once, and has been down for", "Next: sv up a"]),
    Answer(
      "down by a file", ["run": daemon, "down": ""],
      ours: ["a is down because there is a file down in its directory", "Next: sv up a starts it for now"],
      reference: ["a is down because there is a file down in its directory", "Next: sv up a starts it for now"]),
    Answer(
      "up by command", ["run": daemon, "down": ""], commands: [["start", "a"]],
      ours: ["It is up by command: the file down keeps it from starting of itself."],
      reference: ["It is up by command: the file down keeps it from starting of itself."]),
    Answer(
      "blocked by its log", ["run": "#!/bin/sh\nexec yes\n", "log/run": daemon],
      ours: ["is blocked in writing to its log: the pipe is full, because the log service does not read it."],
      reference: ["is blocked in writing to its log: the pipe is full, because the log service does not read it."]),
    Answer(
      "blocked by a log that is down", ["run": "#!/bin/sh\nexec yes\n", "log/run": daemon, "log/down": ""],
      ours: ["the pipe is full, because the log service is down.", "Next: sv why a/log"],
      reference: ["the pipe is full, because the log service is down.", "Next: sv why a/log"]),
    Answer(
      "well", ["run": daemon, "check": "#!/bin/sh\nexit 0\n", "check-interval": "20\n"],
      ours: ["a runs as process", "and has been ready for"], reference: ["a runs as process"], never: ["ready"]),
  ]

  @Test(arguments: deaths + states, Supervisor.allCases)
  func `is true and useful`(answer: Answer, below supervisor: Supervisor) throws {
    let services = try Services()
    for (name, files) in answer.services { try services.make(name, files) }
    for name in answer.services.keys.sorted() { try services.supervise(name, by: supervisor.runsv) }
    for (name, files) in answer.services where files["run"] == Self.daemonThatIsDeaf {
      eventually { services.directory.exists(name + "/deaf") }
    }
    for command in answer.commands {
      eventually { services.status("a")?[17] == UInt8(ascii: "d") || services.status("a")?[19] == 1 }
      _ = try run("sv", command, environment: ["SVDIR": services.directory.path])
    }
    let words = supervisor == .ours ? answer.ours : answer.reference ?? []
    var output = ""
    try eventually("\(words) in \(output)") {
      output = try services.sv("why", "a").output
      return words.allSatisfy { output.contains($0) }
    }
    guard supervisor == .reference else { return }
    for word in answer.neverOfReference { #expect(!output.contains(word), "\(output)") }
  }

  @Test(.asRoot, .enabled(if: MemoryGroup.isPossible, "needs a memory control group"))
  func `knows the kernel's kill for want of memory`() throws {
    let group = try MemoryGroup(limit: 8 << 20)
    let services = try Services()
    let eater = "#!/bin/sh\necho $$ >\(group.processes)\nexec tail /dev/zero\n"
    try services.make("a", ["run": eater, "restart-delay": Self.slowly])
    try services.supervise("a", by: Supervisor.ours.runsv)
    try eventually(within: 20) {
      try services.sv("why", "a").output.contains(
        "by signal KILL: most likely the kernel's, which was short of memory then (see dmesg).")
    }
  }

  @Test(arguments: ["failed", "done"])
  func `does not believe what our runsv left behind for another`(phase: String) throws {
    let services = try Services()
    try services.make("a", ["run": "#!/bin/sh\nexit 1\n"])
    try services.supervise("a", by: Supervisor.ours.runsv)
    try services.supervisor(of: "a").signal(SIGKILL)  // after a clean exit there is no detail
    eventually { !services.hasSupervisor("a") }
    try services.directory.write("a/supervise/detail", "phase \(phase)\nstarts 9\nreason of old\n")
    try services.supervise("a", by: Supervisor.reference.runsv)
    eventually { services.status("a").map { $0[17] == UInt8(ascii: "u") && $0[19] == 0 } ?? false }
    try eventually { try services.sv("why", "a").output.contains("a is wanted up, but does not stay up") }
    #expect(try !services.sv("status", "a").output.hasPrefix("done"))
  }
}
