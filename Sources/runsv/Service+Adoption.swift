import CLibc
import RunitCore
import Unix

// A process that a former `runsv` left behind.
extension Service {
  mutating func adopt(_ orphan: consuming Orphan, _ surroundings: borrowing Surroundings) {
    let process = orphan.process
    identify(process, startTime: orphan.startTime)
    let (parameters, isGroup) = machine.role == .log ? (ServiceParameters(), false) : readFilesForSure()
    let (isFinish, status, readySince) = (orphan.isFinish, orphan.status, orphan.readySince)
    if let status { machine.inherit(status, isOnce: orphan.isOnce) }
    if !isFinish, isGroup, Process.leadsGroup(process) { group = process }
    adopted = orphan.intoDescriptor()
    guard !isFinish else { return deliver(.finishAdopted(process: process, parameters), surroundings) }
    let since = status?.since ?? Moment.now.wall
    deliver(.adopted(process: process, since: since, readySince: readySince, parameters), surroundings)
    if let status { machine.resume(status, at: .now) }
    guard let number = parameters.notificationDescriptor, readySince == nil else { return }
    notification = (try? Orphan.openPipe(number, of: process, O_RDONLY)) ?? nil
    if notification == nil { deliver(.ready, surroundings) }  // what it would say can't be heard: believe it
  }

  /// What the files of the service directory say, and whether there is `flag-killpg`; its process runs by them already,
  /// so that the start waits for them.
  private mutating func readFilesForSure() -> (ServiceParameters, isGroup: Bool) {
    while true {
      if let parameters = try? parameterReader.read(lookAround()), let isGroup = try? isThere("flag-killpg") {
        return (parameters, isGroup)
      }
      Clock.sleep(seconds: 1)
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
