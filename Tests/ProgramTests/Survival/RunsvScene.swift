import Foundation

/// A service with a logger, readiness and a script in control/, which writes down its lives.
struct RunsvScene {
  /// How the service becomes ready.
  enum Readiness {
    /// It says so itself, on `notification-fd`.
    case announced
    /// Its `check` says so, as long as there is the file `good`. This service leads a process group of two.
    case checked
    /// As `announced`; but it is not started by itself, and gets another signal than TERM, which it outlives, and KILL.
    case stubborn
  }

  let place: TemporaryDirectory
  let service: SuperviseView
  let log: SuperviseView
  private let readiness: Readiness

  /// `dependency` is another service that this one needs.
  init(
    _ readiness: Readiness = .announced, needing dependency: String? = nil, in place: TemporaryDirectory? = nil
  ) throws {
    self.readiness = readiness
    let place = try place ?? TemporaryDirectory()
    self.place = place
    let run =
      switch readiness {
      case .announced: "{ echo >&3; } 2>/dev/null\nexec sleep 1000 3>&-"
      case .checked: "sleep 1000 >/dev/null &\nexec sleep 1000"
      case .stubborn: Self.stubborn
      }
    try place.write("web/run", "#!/bin/sh\necho $$ >>births\necho \"begin $$\"\n\(run)\n", mode: 0o755)
    try place.write("web/finish", "#!/bin/sh\necho \"finish $1 $2\"\n", mode: 0o755)
    try place.write("web/log/run", "#!/bin/sh\nexec cat >>out\n", mode: 0o755)
    try place.write("web/control/t", "#!/bin/sh\nexit 1\n", mode: 0o755)
    switch readiness {
    case .announced: try place.write("web/notification-fd", "3\n")
    case .stubborn:
      let files = ["notification-fd": "3\n", "down": "", "down-signal": "USR1\n", "timeout-kill": "200\n"]
      for (name, content) in files { try place.write("web/" + name, content) }
    case .checked:
      try place.write("web/check", "#!/bin/sh\ntest -e good\n", mode: 0o755)
      try place.write("web/check-interval", "100\n")
      try place.write("web/check-failures", "2\n")
      for name in ["flag-killpg", "good"] { try place.write("web/" + name, "") }
    }
    try place.write("web/restart-delay", "0\n")
    if let dependency {
      try place.write("web/dependencies", dependency + "\n")
      try place.write(dependency + "/run", "#!/bin/sh\nexec sleep 1000\n", mode: 0o755)
    }
    service = SuperviseView(path: place("web/supervise"))
    log = SuperviseView(path: place("web/log/supervise"))
  }

  /// Notes each signal, and waits for the next, in a read that has no end.
  private static let stubborn = """
    for signal in TERM USR1; do trap "echo $signal >>signals" $signal; done
    { echo >&3; } 2>/dev/null; exec 3>&-
    mkfifo hold 2>/dev/null; exec 4<>hold
    while :; do read -r _ <&4; done
    """

  var births: [String] { place.lines("web/births") }

  /// Starts a runsv that meets no faults.
  func start(_ name: String = "web") throws -> RunningProgram {
    try RunningProgram(Programs.shipped("runsv"), ["runsv", name], in: place.path)
  }

  /// Lets `runsv` exit, and sees that all is as it should be after `lives` lives.
  func end(_ runsv: RunningProgram, lives: Int) throws -> LifeReport {
    let descriptors = runsv.openFiles()
    service.ask("x")
    try awaitTruth("end", of: runsv) { runsv.poll() != nil }
    try demand(runsv.poll() == .exited(0), "ended with \(String(describing: runsv.poll())): \(runsv.error)")
    try demandNothingRuns()
    try demand(service.status?.state == 0 && service.pid == nil, "status after the end: \(service.stat ?? "none")")
    try demandLog(lives: lives, runsv)
    try runsv.demandGoodManners("runsv web: ")
    return LifeReport(ending: .whole, descriptors: descriptors, files: place.files)
  }

  /// Waits until `runsv` supervises; `false` when it has ended before.
  func begins(_ runsv: RunningProgram) throws -> Bool {
    let isAnswered = comesTrue(within: 25) { service.isSupervised || runsv.poll() != nil }
    try demand(isAnswered, "neither supervises nor ends: \(runsv.error)")
    return runsv.poll() == nil
  }

  /// Sees that `runsv` has refused to start, as it is documented, before anything ran.
  func refused(_ runsv: RunningProgram) throws -> LifeReport {
    try demand(runsv.hasRefused(111, "runsv web: "), "ended with \(runsv.poll()!): \(runsv.error)")
    try demand(births.isEmpty, "something ran")
    try demandNothingRuns()
    return LifeReport(ending: .refused)
  }

  /// The one process of the service, once the status names it and all else is as it should be.
  func daemon(of runsv: RunningProgram, otherThan former: pid_t) throws -> pid_t {
    var found: pid_t = 0
    var state = ""
    try awaitTruth("life after \(former) (\(state))", of: runsv) {
      let status = service.status
      // A file that can't be read for good has its default, and that is said.
      let isUntold = runsv.error.contains(/unable to read (notification-fd|check-interval): input\/output error/)
      let detail = service.text("detail") ?? ""
      let isReady = detail.hasPrefix("phase ready\n") || isUntold && detail.hasPrefix("phase up\n")
      let isKnown = ["start-time ", "boot-id ", "lock "].allSatisfy { detail.contains($0) }
      let loggers = place.processes(in: "web/log").map(\.id)
      let others = place.processes(in: "web").filter { $0.id != runsv.id && !loggers.contains($0.id) }
      found = status?.pid ?? 0
      state = "stat \(service.stat ?? "none"), pid \(found), daemons \(others.map(\.id)), loggers \(loggers)"
      return status?.state == 1 && found != former && found > 0 && isWhole(others, found) && service.pid == found
        && service.stat == "run" && isReady && isKnown && loggers.count == 1 && log.status?.pid == loggers[0]
    }
    return found
  }

  /// Whether these are all processes that the service has, `leader` among them, and no more.
  private func isWhole(_ processes: [ProcessEntry], _ leader: pid_t) -> Bool {
    switch readiness {
    case .announced, .stubborn: processes.map(\.id) == [leader]
    case .checked:
      processes.count == 2 && processes.contains { $0.id == leader }
        && processes.allSatisfy { $0.group == leader && $0.arguments.first == "sleep" }
    }
  }

  func send(_ command: String, until stat: String, _ runsv: RunningProgram) throws {
    service.ask(command)
    try awaitTruth("\(stat) after \(command)", of: runsv) {
      service.stat?.hasPrefix(stat) == true && (stat != "down" || service.status?.state == 0)
        && (stat != "down" || place.processes(in: "web").count == 2)
    }
  }

  func demandNothingRuns() throws {
    let isQuiet = comesTrue(within: 5) { place.processes(in: "web").isEmpty }
    try demand(isQuiet, "left over: \(place.processes(in: "web").map { $0.arguments })")
  }

  /// Every line once, and every end with its finish, unless that was said to be impossible.
  private func demandLog(lives: Int, _ runsv: RunningProgram) throws {
    let lines = place.lines("web/log/out")
    try demand(births.count == lives, "\(births.count) lives")
    let begins = lines.filter { $0.hasPrefix("begin ") }.map { String($0.dropFirst(6)) }
    try demand(begins == births, "lived \(births), logged \(begins)")
    let finishes = lines.count { $0.hasPrefix("finish ") }
    let refused = runsv.error.contains(" ./run: ") ? 1 : 0  // ./finish is told of that too
    let skipped = runsv.error.contains(" ./finish: input/output error") ? 1 : 0
    try demand(lives - skipped...lives + refused ~= finishes, "\(finishes) times finish: \(runsv.error)")
    try demand(begins.count + finishes == lines.count, "logged \(lines)")
  }
}

extension SuperviseView {
  /// Writes to `control`, without a test to complain to.
  func ask(_ bytes: String) {
    let descriptor = open(self("control"), O_WRONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    _ = write(descriptor, bytes, bytes.utf8.count)
    close(descriptor)
  }
}
