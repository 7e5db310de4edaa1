import Console
import RunitCore
import Unix

/// What the table decides is done here. ``run()`` leaves the scan directory before it waits.
extension Supervisor {
  /// Reads the directory into the table. Returns what the directory looked like before; `nil` when it could not be read.
  mutating func scan(_ stamp: DirectoryStamp) -> DirectoryStamp? {
    guard directory.enter() else { return nil }
    table.beginScan(at: Clock.monotonic, isInitial: policy.isInitial(stamp.identity))
    hasUnseenServices = false
    let stamp = directory.read { name, result in
      switch result {
      case .success(let identity): if let identity { table.see(name.bytes, identity) }
      case .failure(let reason):
        if reason.isNoAnswer { hasUnseenServices = true }
        if table.cannotSee(name.bytes, isAbsent: reason.isAbsence) { reporter.warn("unable to stat", name, reason) }
      }
    }
    if stamp != nil {
      perform(table.endScan())
      awaitReadiness()
    }
    return stamp
  }

  /// Takes leave of every child that has ended, orphans included.
  mutating func reap() {
    while let ended = try? Process.reap() {
      let status = WaitStatus(rawValue: ended.status)
      adopted.forget(ended.process)  // our own child all the same, as a killed runsvdir's may become
      if commandEnded(ended.process, status) || upgrade.trial.noteEnd(of: ended.process, status: ended.status, reporter)
        || essentialServiceEnded(ended.process, status)
      {
        continue
      }
      perform(table.ended(ended.process, status, at: Clock.monotonic))
    }
  }

  /// Lets the new program file have this process, and goes on when it does not take it.
  mutating func giveWay() {
    let state = TreeState(
      table: table, command: command?.process, title: title?.descriptor, claim: claimed.rawValue,
      adopted: table.adopted.map { adopted.descriptor(of: $0.process) })
    do throws(Errno) {
      try title?.setKeptOnExec(true)
      try claimed.setKeptOnExec(true)
      try adopted.setKeptOnExec(true)
      throw upgrade.execute(state)
    } catch {
      upgrade.trial.complain(reporter, error)
      try? title?.setKeptOnExec(false)  // it was so before
      try? claimed.setKeptOnExec(false)
      try? adopted.setKeptOnExec(false)
    }
  }

  mutating func perform(_ effects: [ServiceTable.Effect]) {
    for effect in effects {
      switch effect {
      case .start(let slot): start(slot, toLeave: false)
      case .takeDown(let slot): start(slot, toLeave: true)
      case .terminate(let process): send(.terminate, to: process)
      case .complain(let slot):
        PathBuffer(table.name(of: slot)).withCString {
          reporter.warn("runsv failed at once and will be tried again:", $0)
        }
      case .examine(let slot, let isBehindLink): examine(slot, isBehindLink: isBehindLink)
      case .scanAgain: policy.noteNews()
      }
    }
  }

  /// Looks whether a new entry is complete.
  private mutating func examine(_ slot: ServiceTable.Slot, isBehindLink: Bool) {
    let found =
      if directory.enter() {
        PathBuffer(table.name(of: slot)).withCString {
          EntryExamination($0, expecting: table.directory(of: slot), isBehindLink: isBehindLink)
        }
      } else {
        EntryExamination.unknown
      }
    let (seconds, nanoseconds) = Clock.realtime
    let wall = FileTime(seconds: seconds, nanoseconds: nanoseconds)
    perform(table.examined(slot, found, at: Clock.monotonic, wall: wall))
  }

  /// Starts `runsv`. One that is `toLeave` gets TERM before it has done anything.
  private mutating func start(_ slot: ServiceTable.Slot, toLeave: Bool) {
    guard directory.enter() else {
      _ = table.couldNotStart(slot, at: Clock.monotonic)  // the directory itself has been complained about
      return
    }
    PathBuffer(table.name(of: slot)).withCString { name in
      if !toLeave, adoptIncumbent(slot, name) { return }
      do throws(RunsvRefusal) {
        let process = try launcher.start(name, holdingBackTerminate: toLeave)
        if toLeave { try? Signal.terminate.send(to: process) }  // one that has ended waits to be reaped
        table.started(slot, process: process, at: Clock.monotonic)
      } catch {
        if table.couldNotStart(slot, at: Clock.monotonic) { error.report(name, reporter) }
      }
    }
  }
}

extension PathBuffer {
  /// The name of an entry that a directory really had: it fits.
  init(_ name: [UInt8]) {
    self.init()
    _ = append(name.span)
  }
}
