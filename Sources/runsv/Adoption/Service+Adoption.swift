import CLibc
import Console
import RunitCore
import Unix

// What a former `runsv` left.
extension Service {
  /// Goes on with what it was told. `time` is what the detail says of it: see ``ServiceDetail/startTime``.
  mutating func inherit(_ inheritance: Inheritance, of time: UInt64?, _ surroundings: borrowing Surroundings) {
    if inheritance.reached == .done { _ = readFilesForSure() }
    processStart = time
    deliver(.inherited(inheritance, parameterReader.parameters), surroundings)
  }

  /// Starts nothing while a process lives that may be the service's, and says why.
  mutating func doubt(_ process: Int32, startedAt time: UInt64, _ surroundings: borrowing Surroundings) {
    doubtfulStart = time
    var number = CStringBuffer<32>()
    number.append(decimal: process)
    number.withCString { number in
      surroundings.reporter.warn(
        "not starting: a former runsv may have left this process of the service; end it, then use sv up:", number)
    }
    deliver(.doubted(process: process), surroundings)
  }

  /// Whether that process still lives. What the kernel does not tell counts as alive.
  var doubtStands: Bool {
    guard machine.doubtfulProcess != 0 else { return false }
    do throws(Errno) {
      let descriptor = try ProcessDescriptor(machine.doubtfulProcess)
      let start = try ProcessIdentity.startTime(of: machine.doubtfulProcess)
      return !descriptor.hasEnded && (start == nil || start == doubtfulStart)
    } catch {
      return error != .noSuchProcess
    }
  }

  mutating func adopt(_ orphan: Orphan, _ surroundings: borrowing Surroundings) {
    let process = orphan.process
    identify(process, startTime: orphan.startTime)
    let isGroup = machine.role == .log ? false : readFilesForSure()
    let parameters = parameterReader.parameters
    if !orphan.isFinish, isGroup, Process.leadsGroup(process) { group = process }
    guard !orphan.isFinish else { return deliver(.finishAdopted(process: process, parameters), surroundings) }
    let since = orphan.status?.since ?? Moment.now.wall
    deliver(
      .adopted(
        process: process, since: since, readySince: orphan.readySince, isPaused: orphan.status?.isPaused ?? false,
        gotTerm: orphan.status?.gotTerm ?? false, parameters), surroundings)
    guard let number = parameters.notificationDescriptor, orphan.readySince == nil else { return }
    notification = Self.openPipeForSure(number, of: process)
    if notification == nil { deliver(.ready, surroundings) }  // what it would say can't be heard: believe it
  }

  /// Reads the files of the service directory, and returns whether there is `flag-killpg`; its process runs by them
  /// already, so that the start waits for them.
  private mutating func readFilesForSure() -> Bool {
    while true {
      let entries = lookAround()
      if (try? parameterReader.read(entries)) != nil, let isGroup = try? isThere("flag-killpg") { return isGroup }
      Clock.sleep(seconds: 1)
    }
  }

  /// Opens the pipe on which an adopted process says that it is ready; `nil` when there is none any more.
  private static func openPipeForSure(_ number: Int32, of process: Int32) -> FileDescriptor? {
    while true {
      do throws(Errno) {
        return try Orphan.openPipe(number, of: process, O_RDONLY)
      } catch {
        Clock.sleep(seconds: 1)
      }
    }
  }

  /// An adopted process has ended; how, only its real parent knows.
  mutating func adoptedEnded(_ surroundings: borrowing Surroundings) {
    guard adoptedDescriptor != -1 else { return }
    adopted = nil
    notification = nil
    deliver(.ended(.unknown), surroundings)
  }
}
