import Console
import RunitCore
import Unix

/// The tree as a whole: its main program, and its end.
extension Supervisor {
  /// Carries out what was decided about the tree.
  mutating func perform(_ effect: TreeMachine.Effect?) {
    switch effect {
    case .terminateCommand: command?.terminate()
    case .stopServices:
      perform(table.stop())
      directory.stopWatching()
      readiness = nil
    case .killAll: killAll()
    case .exit(let code): exitCode = code
    case nil: break
    }
  }

  /// Does what a signal asks for. In a container, which would otherwise end without a word, it says so when that begins
  /// the end of the tree.
  mutating func end(by signal: Signal) {
    let effect = tree.request(signal == .hangUp ? .hangUp : .terminate, at: Clock.monotonic)
    switch effect {
    case .terminateCommand where tree.isContainer, .stopServices where tree.isContainer:
      LastWord(reporter: reporter).say(endedBy: signal)
    default: break
    }
    perform(effect)
  }

  // MARK: The main program

  /// Looks afresh whether all services are ready for the main program, which is not started before.
  mutating func awaitReadiness() {
    guard let command, command.process == nil, tree.isUp, !hasUnseenServices else { return }
    readiness = ReadinessWatch(table.wanted.map { table.name(of: $0) })
    startCommandWhenReady()
  }

  /// Takes news of the services' readiness.
  mutating func updateReadiness() {
    guard directory.enter() else { return }
    readiness?.update()
    if readiness?.isOver == true { awaitReadiness() }  // once more all together: the first may have died meanwhile
  }

  /// Looks afresh if the main program still waits: for what can't be watched, or for what the kernel is short of.
  mutating func awaitReadinessAgain() {
    guard readiness != nil, directory.enter() else { return }
    awaitReadiness()
  }

  private mutating func startCommandWhenReady() {
    guard readiness?.isOver == true, tree.isUp, directory.leave() else { return }
    switch command?.start(LastWord(reporter: reporter)) {
    case .postponed, nil: return
    case .started: tree.commandStarted()
    case .refused(let code): perform(tree.commandEnded(code: code, at: Clock.monotonic))
    }
    readiness = nil
  }

  /// Returns whether the child that has ended was the main program.
  mutating func commandEnded(_ process: Int32, _ status: WaitStatus) -> Bool {
    guard command?.forget(process) == true, let name = command?.name else { return false }
    let ending = ServiceDetail.LastExit(status)
    if tree.isUp { LastWord(reporter: reporter).say("main program", name, ending) }
    perform(tree.commandEnded(code: ending.shellCode, at: Clock.monotonic))
    return true
  }

  // MARK: Essential services

  /// Returns whether the child that has ended was the `runsv` of an essential service, and ended since that did.
  mutating func essentialServiceEnded(_ process: Int32, _ status: WaitStatus) -> Bool {
    guard status.ending == .exited(code: UInt8(ServiceMachine.essentialEndedCode)), let slot = table.slot(of: process)
    else { return false }
    let isEntered = enterPatiently()
    let name = PathBuffer(table.name(of: slot))
    guard !isEntered || name.withCString({ Path($0, "/essential").withCString(Self.isEssential) }) else { return false }
    table.essentialServiceEnded(process)
    guard tree.isUp else { return true }
    let ending = isEntered ? name.withCString(Self.lastExit) : .unknown
    name.withCString { LastWord(reporter: reporter).say("essential service", $0, ending) }
    perform(tree.essentialServiceEnded(code: ending.shellCode, at: Clock.monotonic))
    return true
  }

  /// Enters the directory, and tries a few times: what is asked for there is asked for once.
  private mutating func enterPatiently() -> Bool {
    for _ in 0..<3 {
      if directory.enter() { return true }
      Clock.sleep(seconds: 1)
    }
    return false
  }

  /// Whether the file `essential` is there; its `runsv`, which says so, is believed when the kernel does not tell.
  private static func isEssential(_ file: CString) -> Bool {
    do throws(Errno) {
      _ = try FileStatus(file)
      return true
    } catch {
      return error.isNoAnswer
    }
  }

  /// How `./run` of `name` ended. That is worth waiting for: the tree's exit code depends on it, and a shortage passes.
  private static func lastExit(of name: CString) -> ServiceDetail.LastExit {
    for _ in 0..<3 {
      if let detail = (try? ServiceFiles(name).detail()) ?? nil { return detail.lastExit ?? .unknown }
      Clock.sleep(seconds: 1)
    }
    return .unknown
  }

  // MARK: The end of patience

  /// Kills whatever still lives, and says what that was.
  private mutating func killAll() {
    let unfinished = table.unfinished
    table.abandon()
    var names = Path("")
    if let command, let process = command.process {
      names = Path(" main program ", command.name, unfinished.isEmpty ? "" : ",")
      Self.kill(process)
    }
    let entered = directory.enter()
    for (slot, process) in unfinished {
      PathBuffer(table.name(of: slot)).withCString { name in
        names.append(" ")
        names.append(name)
        if let process { send(.kill, to: process) }
        if entered {
          for files in [ServiceFiles(name), ServiceFiles(name, ofLog: true)] {
            if let process = Self.status(in: files)?.processID { Self.kill(Int32(bitPattern: process)) }
          }
        }
      }
    }
    if Process.id == 1 { try? Signal.kill.send(to: -1) }  // all that is left in the container
    guard names.count > 0 else { return }
    names.withCString { reporter.warn("the time for stopping is over, killed:", $0.dropFirst(1)) }
  }

  /// The status in `files`, for which it waits a moment when the kernel does not tell.
  static func status(in files: ServiceFiles) -> ServiceStatus? {
    for _ in 0..<3 {
      do throws(Errno) {
        return try files.status()
      } catch {
        Clock.sleep(seconds: 1)
      }
    }
    return nil
  }

  /// Kills one that may have ended already.
  private static func kill(_ process: Int32) {
    if process > 1 { try? Signal.kill.send(to: process) }
  }
}
