import CLibc
import RunitCore
import Unix

/// A service on its way out: what has to end before it is gone.
final class Departure {
  /// What is still there.
  enum Rest {
    case supervisor
    case process(UInt32)
  }

  let name: Path
  /// `supervise/ok`, which is read for as long as there is a `runsv`.
  private var fifo: FileDescriptor?
  /// The `runsv` of a directory that is gone, and its FIFO with it.
  private var supervisor: ProcessDescriptor?
  /// The process of the service, which a `runsv` that is killed leaves behind.
  private var process: ProcessDescriptor?
  private var processID: UInt32 = 0

  /// Finds out what there is of the service `name` in `root` as long as its link, which leads to `target`, is there.
  init(of name: Path, in root: CString, target: Path) throws(ServiceProblem) {
    self.name = name
    var directory = ServiceDirectory(in: ServicesDirectory(root))
    do throws(ServiceProblem) {
      try name.withCString { (name) throws(ServiceProblem) in try directory.find(name) }
      watch(try directory.status().processID)
      fifo = try? directory.open("supervise/ok", O_WRONLY)  // one that ends just now has its process left
    } catch {
      switch error {
      case .notRunning: watch(directory.processLeftBehind)
      case .noDirectory(let reason) where reason.isAbsence: try findSupervisor(root, target)
      case .unable(_, .noSuchFile): try findSupervisor(root, target)
      case .noDirectory, .unable: throw error
      }
    }
  }

  private func watch(_ process: UInt32) {
    processID = process
    // Where the kernel has no such descriptors, the end of runsv has to do.
    if process != 0 { self.process = try? ProcessDescriptor(pid_t(bitPattern: process)) }
  }

  private func findSupervisor(_ root: CString, _ target: Path) throws(ServiceProblem) {
    do throws(Errno) {
      guard let number = try LostSupervisor.find(name, root, target) else { return }
      supervisor = try? ProcessDescriptor(pid_t(truncatingIfNeeded: number))
    } catch {
      throw .unable("unable to look for its runsv", error)
    }
  }

  /// What there is of it.
  var rest: Rest? {
    if let fifo = fifo?.rawValue, !isReady(PollEntry(abandonmentOf: fifo), by: 0) { return .supervisor }
    if let supervisor = supervisor?.rawValue, !isReady(PollEntry(reading: supervisor), by: 0) { return .supervisor }
    if let process = process?.rawValue, !isReady(PollEntry(reading: process), by: 0) { return .process(processID) }
    return nil
  }

  /// Waits until nothing is left of it, or until the moment `deadline`.
  func wait(until deadline: Int64) {
    if let fifo = fifo?.rawValue { _ = isReady(PollEntry(abandonmentOf: fifo), by: deadline) }
    for process in [supervisor?.rawValue, process?.rawValue] {
      if let process { _ = isReady(PollEntry(reading: process), by: deadline) }
    }
  }

  private func isReady(_ entry: PollEntry, by deadline: Int64) -> Bool {
    var entries = [entry]
    while true {
      let rest = deadline - Clock.monotonic
      // The kernel can't wait for so short a list only when it has no memory at all.
      try? entries.wait(timeoutNanoseconds: rest)
      if entries[0].isReady || rest <= 0 { return entries[0].isReady }
    }
  }
}
