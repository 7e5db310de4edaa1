import Console
import RunitCore
import Unix

// What another runsvdir has left, or still does.
extension Supervisor {
  /// Claims the scan directory. `false` when it is another's: then nothing is started there, and if nothing was started
  /// before either, this is the end.
  mutating func claim(_ identity: DirectoryIdentity) -> Bool {
    guard let holder = claimed.take(identity) else { return true }
    claimed.complain(holder, reporter)
    if claimed.isFirst { exitCode = ExitCode.failure }
    return false
  }

  /// Looks whether a `runsv` works for a service already, and makes it ours. Returns whether there is one. To be called
  /// inside the scan directory.
  mutating func adoptIncumbent(_ slot: ServiceTable.Slot, _ name: CString) -> Bool {
    do throws(Errno) {
      switch try Incumbent.find(name) {
      case .none: return false
      case .unknown: awaitIncumbent(slot, name)
      case .known(let process, let descriptor):
        // One of ours under another name: two service directories share a supervise.
        guard table.slot(of: process) == nil else {
          awaitIncumbent(slot, name)
          return true
        }
        adopted.hold(process, descriptor)
        table.adopted(slot, process: process, at: Clock.monotonic)
        sayAdopted(process, name)
      }
      return true
    } catch {
      return false  // the kernel does not tell: a second one ends by itself
    }
  }

  private mutating func awaitIncumbent(_ slot: ServiceTable.Slot, _ name: CString) {
    guard table.isOccupied(slot, at: Clock.monotonic) else { return }
    reporter.warn("a runsv that was not started here works already, and its end is waited for:", name)
  }

  private func sayAdopted(_ process: Int32, _ name: CString) {
    var text = PathBuffer()
    _ = text.append("adopted runsv, process ")
    text.append(decimal: process)
    _ = text.append(", which was started by another runsvdir:")
    text.withCString { reporter.report(.info, Failure($0, name)) }
  }

  /// Goes on to hold what the program that was here before had adopted, by its descriptors.
  mutating func hold(_ descriptors: [Int32]) {
    let processes = table.adopted.map { $0.process }
    for index in descriptors.indices where descriptors[index] >= 0 {
      let descriptor = FileDescriptor(owning: descriptors[index])
      try? descriptor.setCloseOnExec(true)
      adopted.hold(processes[index], ProcessDescriptor(continuing: descriptor))
    }
  }

  /// Takes note of the adopted ones that have ended.
  mutating func reapAdopted() {
    while let process = adopted.takeEnded() {
      guard let slot = table.slot(of: process) else { continue }
      let status = directory.enter() ? PathBuffer(table.name(of: slot)).withCString(Self.ending) : .killed
      if essentialServiceEnded(process, status) { continue }
      perform(table.ended(process, status, at: Clock.monotonic))
    }
  }

  /// How a `runsv` that was no child has ended, as its last words tell: what it exited with, or, where something of the
  /// service may be left, that it was killed.
  private static func ending(of name: CString) -> WaitStatus {
    let files = ServiceFiles(name)
    guard let status = status(in: files), status.processID == 0 else { return .killed }
    if let log = self.status(in: ServiceFiles(name, ofLog: true)), log.processID != 0 { return .killed }
    do throws(Errno) {
      return WaitStatus(exitCode: try files.detail()?.exitCode ?? 0)  // it is gone after a clean exit
    } catch {
      return .killed  // what it says can't be read: something may be left
    }
  }

  /// Sends a signal to a `runsv`; one that has ended waits to be reaped.
  func send(_ signal: Signal, to process: Int32) {
    if !adopted.send(signal, to: process) { try? signal.send(to: process) }
  }
}

extension WaitStatus {
  fileprivate static var killed: WaitStatus { WaitStatus(rawValue: 9) }
}
