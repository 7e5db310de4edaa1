import RunitCore
import Unix

extension Session {
  /// Prints how the services are; as an init script, returns the exit code that tells it too.
  mutating func printStatuses(_ directory: inout ServiceDirectory) -> CInt? {
    var code: InitScriptCode = .unknown
    let now = Self.now
    for name in names { code = printStatus(name, &directory, now) }
    return invocation.isInitScript ? code.rawValue : nil
  }

  /// What the status of an init script says to programs.
  private enum InitScriptCode: CInt {
    case running = 0
    case notSupervised = 1
    case notRunning = 3
    case unknown = 4
  }

  /// Prints the status of the service `name` and of its log.
  private mutating func printStatus(
    _ name: CString, _ directory: inout ServiceDirectory, _ now: TAI64N
  ) -> InitScriptCode {
    do throws(ServiceProblem) {
      try directory.find(name)
      let status = try directory.status()
      let isKnown = printLine(status, try directory.readiness(status), &directory, name, now: now)
      printLogStatus(name, &directory, now)
      if !isKnown { return .unknown }
      return status.processID == 0 ? .notRunning : .running
    } catch {
      report(error, about: name)
      if case .unable = error { return .unknown }
      return .notSupervised
    }
  }

  private mutating func printLogStatus(_ name: CString, _ directory: inout ServiceDirectory, _ now: TAI64N) {
    guard directory.hasLog else { return output.append("\n") }
    output.append("; ")
    directory.enterLog()
    do throws(ServiceProblem) {
      let status = try directory.status()
      // The readiness of a log service is not tracked.
      printLine(status, .untracked, &directory, name, "log", now: now)
      output.append("\n")
    } catch {
      report(error, about: name, isLog: true)
    }
  }

  /// Appends what is known of a service, under `label` in place of its name if that is given; `false` when that is
  /// nothing, because it can't be seen what is normal for it.
  @discardableResult
  @inline(never)
  mutating func printLine(
    _ status: ServiceStatus, _ readiness: Readiness, _ directory: inout ServiceDirectory, _ name: CString,
    _ label: CString? = nil, now: TAI64N
  ) -> Bool {
    let isNormallyUp: Bool
    do throws(Errno) {
      isNormallyUp = try !directory.has(.down)
    } catch {
      warn("unable to stat ", name, "/down", error)
      return false
    }
    let line = StatusLine(status, isNormallyUp: isNormallyUp, readiness: readiness)
    line.write(name: (label ?? name).bytes, now: now, to: &output)
    return true
  }
}
