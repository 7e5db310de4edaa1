import CLibc
import RunitCore
import Unix

// What the state files say.
extension Service {
  /// Writes the state files even if nothing has changed. Whoever waits for this service may have looked at them when it
  /// could not take hold yet, and needs news.
  mutating func publishAgain(_ surroundings: borrowing Surroundings) {
    isStale = true
    publishIfStale(surroundings)
  }

  /// Writes the state files if the state has changed since the last time, or that has failed.
  @inline(never)
  mutating func publishIfStale(_ surroundings: borrowing Surroundings) {
    guard isStale else { return }
    let detail = detail(surroundings)
    isStale = !files.publish(machine, detail) || isStartUnknown
  }

  /// Whether the state files do not say yet what is so, and may still come to say it.
  var canCatchUp: Bool { isStale && !directory.isGone }

  /// What `supervise/detail` is to say.
  mutating func detail(_ surroundings: borrowing Surroundings) -> ServiceDetail {
    var detail = machine.detail
    isStartUnknown = false
    detail.supervisorID = UInt32(bitPattern: surroundings.process)
    detail.startTime = startTime()
    detail.bootID = surroundings.bootID
    detail.lock = directory.lockIdentity
    dependencies.describe(&detail, surroundings)
    return detail
  }

  /// When the process started. Without one, when the last one did, or when the operator first asked for something.
  private mutating func startTime() -> UInt64? {
    if machine.process != 0 {
      guard machine.process == identified else { return nil }
      identifyAgain()
    } else if processStart == nil, machine.isOrdered {
      processStart = Clock.bootTicks
    }
    return processStart
  }

  /// Takes note of who the process is that was started or adopted.
  mutating func identify(_ process: Int32, startTime: UInt64?) {
    identified = process
    processStart = startTime
  }

  /// Finds out when the process started, if that is not known; without it, nobody could adopt the process.
  private mutating func identifyAgain() {
    guard processStart == nil else { return }
    do throws(Errno) {
      processStart = try ProcessIdentity.startTime(of: identified)
    } catch {
      isStartUnknown = true  // to be asked again, as a state file is written again
    }
  }
}
