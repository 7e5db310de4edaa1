import CLibc
import RunitCore
import Unix

// A process that a former `runsv` left behind.
extension Service {
  mutating func adopt(_ orphan: Orphan, _ surroundings: borrowing Surroundings) {
    let process = orphan.process
    identify(process, startTime: orphan.startTime)
    let isGroup = machine.role == .log ? false : readFilesForSure()
    let parameters = parameterReader.parameters
    if let status = orphan.status { machine.inherit(status, isOnce: orphan.isOnce) }
    if !orphan.isFinish, isGroup, Process.leadsGroup(process) { group = process }
    guard !orphan.isFinish else { return deliver(.finishAdopted(process: process, parameters), surroundings) }
    let since = orphan.status?.since ?? Moment.now.wall
    deliver(.adopted(process: process, since: since, readySince: orphan.readySince, parameters), surroundings)
    if let status = orphan.status { machine.resume(status, at: .now) }
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
