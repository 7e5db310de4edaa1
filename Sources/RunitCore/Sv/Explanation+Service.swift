/// What there is to say of a service that is supervised.
extension Explanation {
  mutating func explain(_ status: ServiceStatus) {
    if facts.service.detail?.phase == .failed { return explainFailure(status) }
    if facts.service.readiness == .done {
      sayName()
      say(" did its work ")
      sayAge(since: status.since)
      return say(" ago, which is all that is asked of it.")
    }
    switch status.state {
    case .run: explainRunning(status)
    case .finish: explainFinish(status)
    case .down: status.isWantedUp ? explainWaiting() : explainDown(status)
    case nil:
      sayName()
      say(" is in a state that this program does not know.")
    }
  }

  private mutating func explainFailure(_ status: ServiceStatus) {
    sayName()
    say(" has failed and was given up")
    if let detail = facts.service.detail, detail.reason.count > 0 {
      say(": ")
      text.append(printable: detail.reason.span)
    }
    say(". It stays down until it is told otherwise.")
    explainDeath()
    explainRunFile()
    if advice.bytes.isEmpty { advise("sv up ", facts.name) }
  }

  private mutating func explainRunning(_ status: ServiceStatus) {
    sayName()
    say(" runs as process ")
    text.append(decimal: UInt64(status.processID))
    say(", for ")
    sayAge(since: status.since)
    if status.isPaused {
      say(", but was paused by command and stands still.")
      return advise("sv cont ", facts.name)
    }
    if facts.isLogPipeFull { return explainBlocked() }
    if status.isWantedDown { return explainStopping(status) }
    switch facts.service.readiness {
    case .awaited: explainUnready()
    case .ready(let since):
      say(", and has been ready for ")
      sayAge(since: since)
      say(".")
    case .untracked, .done: say(".")
    }
    if !facts.service.isNormallyUp { say(" It is up by command: the file down keeps it from starting of itself.") }
    explainDeath()
  }

  private mutating func explainBlocked() {
    say(", and is blocked in writing to its log: the pipe is full")
    if let log = facts.log, log.status?.state != .run {
      say(", because the log service is ")
      say(log.word)
      say(".")
      advise("sv why ", facts.name, "/log")
    } else {
      say(", because the log service does not read it. Its disk may be full.")
      advise("df -h; sv restart ", facts.name, "/log")
    }
  }

  private mutating func explainStopping(_ status: ServiceStatus) {
    if facts.service.detail?.phase == .exiting {
      return say(". It was told to go, and goes when the services that depend on it are down.")
    }
    guard status.gotTerm else { return say(". It will not be restarted when it ends: it was told so.") }
    say(". It was told to stop and has got TERM, but is still there.")
    advise("sv force-stop ", facts.name)
  }

  private mutating func explainUnready() {
    switch facts.announcement {
    case .notification:
      say(", but is not ready: it has not written a newline to its notification-fd.")
    case .check:
      say(", but is not ready: its ./check has not succeeded yet.")
      advise("cd ", facts.directory, " && ./check; echo $?")
    case nil: say(", but is not ready.")
    }
  }

  private mutating func explainFinish(_ status: ServiceStatus) {
    say("The ./run of ")
    sayName()
    say(" has ended, and its ./finish")
    if status.processID == 0 { return say(" is about to be run.") }
    say(" runs as process ")
    text.append(decimal: UInt64(status.processID))
    say(status.isWantedUp ? ". Only then is it started again." : ". Only then is it down.")
    explainDeath()
    advise("cat /proc/")
    advice.append(decimal: UInt64(status.processID))
    advise("/wchan; sv kill ", facts.name, " if it hangs")
  }

  /// Down, and wanted up.
  private mutating func explainWaiting() {
    sayName()
    if !facts.dependencies.isEmpty {
      say(" is wanted up and waits for ")
      for (index, dependency) in facts.dependencies.enumerated() {
        if index > 0 { say(", and for ") }
        explain(dependency)
      }
      say(".")
      return advise("sv why ", facts.dependencies[0].name)
    }
    say(" is wanted up, but does not stay up: it ends, and is started again after a pause.")
    explainDeath()
    explainRunFile()
    if advice.bytes.isEmpty { adviseLook() }
  }

  private mutating func explain(_ dependency: ServiceFacts.Dependency) {
    say(dependency.name)
    let detail = dependency.service.detail
    if case .broken = dependency.service.supervision { return say(", which is not among the services") }
    if detail?.phase == .failed {
      say(", which has failed and was given up")
      guard let detail, detail.reason.count > 0 else { return }
      say(": ")
      return text.append(printable: detail.reason.span)
    }
    if let status = dependency.service.status, status.isWantedDown, status.processID == 0 {
      return say(", which is down because it is wanted so")
    }
    if let detail, detail.waitingFor.count > 0 {
      say(", which itself waits for ")
      return text.append(printable: detail.waitingFor.span)
    }
    say(", which is ")
    say(dependency.service.word)
    if dependency.service.readiness == .awaited { say(" and not ready") }
  }

  private mutating func explainDown(_ status: ServiceStatus) {
    sayName()
    if facts.service.isNormallyUp || facts.service.detail?.lastExit != nil {
      say(" was taken down by command, or told to run only once, and has been down for ")
      sayAge(since: status.since)
      say(".")
      explainDeath()
      return advise("sv up ", facts.name)
    }
    say(" is down because there is a file down in its directory, and nobody has started it since its runsv began ")
    sayAge(since: status.since)
    say(" ago.")
    advise("sv up ", facts.name, " starts it for now")
  }

  /// Says how the last life ended, as far as that is known.
  private mutating func explainDeath() {
    guard let detail = facts.service.detail, let lastExit = detail.lastExit else { return }
    say(" It was started ")
    text.append(decimal: detail.starts)
    say(detail.starts == 1 ? " time and last ended" : " times and last ended")
    if let moment = detail.lastExitAt {
      say(" ")
      sayAge(since: moment)
      say(" ago")
    }
    switch lastExit {
    case .exited(let code):
      say(" with exit code ")
      text.append(decimal: UInt64(code))
      say(Self.meaning(ofExit: code))
    case .signalled(let number):
      say(" by signal ")
      SignalName.write(number, to: &text)
      guard number == Self.killNumber else { return say(".") }
      say(
        facts.wasMemoryShort
          ? ": most likely the kernel's, which was short of memory then (see dmesg)."
          : ": somebody's, or the kernel's for want of memory (see dmesg).")
    case .unknown: say(", nobody knows how.")
    }
  }

  private static var killNumber: UInt8 { 9 }

  /// What shells, chpst and runsv mean by a code.
  private static func meaning(ofExit code: UInt8) -> Literal {
    switch code {
    case 111: ", which is what runsv and chpst say when a program can't be run."
    case 126: ", which is what a shell says of a program that it may not run."
    case 127: ", which is what a shell says of a program that it does not find."
    default: "."
    }
  }

  private mutating func explainRunFile() {
    guard let problem = facts.runProblem else { return }
    say(" The file run ")
    problem.write(to: &text)
    say(".")
    var file = ByteCollector()
    file.append(facts.directory.span)
    file.append("/run")
    problem.writeRemedy(for: file.bytes.span, to: &advice)
  }

  private mutating func adviseLook() {
    if facts.log != nil {
      advise("sv log ", facts.name)
    } else {
      advise("cd ", facts.directory, " && ./run, to see what it says")
    }
  }
}
