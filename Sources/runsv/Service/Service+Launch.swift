import CLibc
import Console
import RunitCore
import Unix

// The processes of a service. Why one could not be started is known at once: see ChildPlan.
extension Service {
  mutating func startRun(_ surroundings: borrowing Surroundings) -> Event? {
    if doubtStands { return .doubted(process: machine.doubtfulProcess) }
    let isLog = machine.role == .log
    var plan = surroundings.child("./run")
    var announcement: Announcement?
    if isLog {
      plan.directory = "./log"
      plan.input = surroundings.logInput
    } else {
      plan.output = surroundings.logOutput
      do throws(Failure) {
        let entries = lookAround()
        if try mustAttachLog(entries, surroundings) { return nil }
        try parameterReader.read(entries)
        plan.isGroupLeader = entries.mayContain(.killGroup) ? try isThere("flag-killpg") : false
        announcement = try Announcement(parameterReader.parameters.notificationDescriptor)
      } catch {
        surroundings.reporter.report(.warning, error)
        return .forkFailed  // a service that was started otherwise than it should be would stay so for all its life
      }
    }
    plan.extra = announcement?.inChild
    guard let start = start(&plan, parameterReader.parameters.firstPhase, surroundings) else { return .forkFailed }
    group = plan.isGroupLeader ? start.process : nil
    notification = announcement.take()?.intoReadEnd()
    if let failure = start.failure, refusal != failure.reason {
      complain(failure, isLog ? "./log/run" : "./run", isLog ? "log/./run" : "./run", surroundings.reporter)
    }
    refusal = start.failure?.reason
    return refusal == nil
      ? .started(process: start.process, parameterReader.parameters)
      : .startRefused(process: start.process, parameterReader.parameters)
  }

  mutating func startFinish(_ death: Death, _ surroundings: borrowing Surroundings) -> Event {
    if machine.want == .up { _ = lookAround() }  // as the next start would, at once when there is no ./finish
    do throws(Errno) {
      guard mayContain(.finish), try FileSystem.isReadable("finish") else { return .finishMissing }
    } catch {
      surroundings.reporter.warn("unable to read", "./finish", error)
      return .forkFailed
    }
    var code = CStringBuffer<32>()
    var signal = CStringBuffer<32>()
    var groupNumber = CStringBuffer<32>()
    let (codeNumber, signalNumber) = death.finishArguments
    code.append(decimal: codeNumber)
    signal.append(decimal: signalNumber)
    // Without flag-killpg the group is that of the supervisors, and `kill -- -$4` would end the tree.
    if let group { groupNumber.append(decimal: group) }
    let started = code.withCString { code in
      signal.withCString { signal in
        surroundings.name.withCString { name in
          groupNumber.withCString { group -> ChildPlan.Start? in
            var plan = surroundings.child("./finish")
            plan.output = surroundings.logOutput
            plan.addArgument(code)
            plan.addArgument(signal)
            plan.addArgument(name)
            plan.addArgument(group)
            return start(&plan, .finish, surroundings)
          }
        }
      }
    }
    guard let started else { return .forkFailed }
    guard let failure = started.failure else {
      hasComplainedAboutFinish = false
      return .finishStarted(process: started.process)
    }
    if !hasComplainedAboutFinish {
      hasComplainedAboutFinish = true
      complain(failure, "./finish", "./finish", surroundings.reporter)
    }
    guard failure.reason.isNoAnswer else { return .finishMissing }
    publishAgain(surroundings)  // what the child has said of itself is no longer so
    return .forkFailed
  }

  /// Runs the script of a command, if its owner may execute it. What the kernel is too short of for that is waited for, as
  /// long as a script may take; that is said at the first try.
  @inline(never)
  mutating func runScript(
    _ command: ControlCommand, _ surroundings: borrowing Surroundings, isRetry: Bool = false
  ) -> Event? {
    let absent = Event.scriptEnded(command, handled: false)
    guard mayContain(.control) else { return absent }
    let script = command.script
    do throws(Errno) {
      guard try FileStatus(script).isOwnerExecutable else { return absent }
    } catch {
      if error != .noSuchFile, !isRetry { surroundings.reporter.warn("unable to stat", script, error) }
      return postpone(command, error) ? nil : absent
    }
    publishIfStale(surroundings)  // the script sees the state that it is run for
    var process = CStringBuffer<32>()
    process.append(decimal: machine.process)
    return process.withCString { process in
      var plan = surroundings.child(script)
      plan.output = surroundings.logOutput
      if machine.process != 0 { plan.addArgument(process) }
      do throws(Errno) {
        let start = try plan.start()
        if let failure = start.failure {
          if !isRetry { surroundings.reporter.report(.fatal, Failure("unable to run", script, failure.reason)) }
          if postpone(command, failure.reason) { return nil }
        }
        helpers.insert(start.process, .script(command))
        return nil
      } catch {
        if !isRetry { surroundings.reporter.warn("unable to fork for", script, error) }
        return postpone(command, error) ? nil : absent
      }
    }
  }

  /// Notes that a script is to be tried again, if the reason may pass.
  private mutating func postpone(_ command: ControlCommand, _ reason: Errno) -> Bool {
    if reason.isNoAnswer { helpers.postpone(command) }
    return reason.isNoAnswer
  }

  /// Tries again the scripts that could not be run; one whose time is over has handled nothing.
  mutating func retryScripts(_ surroundings: borrowing Surroundings) {
    for place in 0..<HelperTable.capacity {
      guard let (command, isLate) = helpers.takePostponed(place) else { continue }
      let event =
        isLate ? .scriptEnded(command, handled: false) : runScript(command, surroundings, isRetry: true)
      if let event { deliver(event, surroundings) }
    }
  }

  /// Starts the check. One that could not be started for want of something says nothing about the service.
  mutating func startCheck(_ surroundings: borrowing Surroundings) -> Event? {
    var plan = surroundings.child("./check")
    do throws(Errno) {
      let null = try FileDescriptor.open("/dev/null", O_RDWR)
      plan.input = null.rawValue
      plan.output = null.rawValue
      let start = try plan.start()
      if let failure = start.failure, failure.reason.isNoAnswer { throw failure.reason }
      helpers.insert(start.process, .check)
      return nil
    } catch {
      surroundings.reporter.warn("unable to run ./check", nil, error)
      return error.isNoAnswer ? .checkSkipped : .checkEnded(succeeded: false)
    }
  }

  private mutating func start(
    _ plan: inout ChildPlan, _ phase: ServiceDetail.Phase, _ surroundings: borrowing Surroundings
  ) -> ChildPlan.Start? {
    var detail = machine.detail
    detail.phase = phase
    if phase != .finish { detail.starts += 1 }
    detail.bootID = surroundings.bootID
    detail.lock = directory.lockIdentity
    var birth = Birth(detail, in: files)
    do throws(Errno) {
      let start = try birth.start(&plan)
      files = birth.files
      identify(start.process, startTime: birth.detail.startTime)
      return start
    } catch {
      surroundings.reporter.warn("unable to fork, sleeping", nil, error)
      return nil
    }
  }

  private func complain(
    _ failure: (step: ChildPlan.Step, reason: Errno), _ script: CString, _ path: CString, _ reporter: Reporter
  ) {
    let words =
      switch failure.step {
      case .changeDirectory: Failure("unable to change directory to ./log", nil, failure.reason)
      case .redirect: Failure("unable to setup filedescriptor for", script, failure.reason)
      case .execute: Failure("unable to start", path, failure.reason)
      }
    reporter.report(.fatal, words)
  }
}

extension ControlCommand {
  /// The script that is asked before the command is carried out.
  fileprivate var script: CString {
    switch self {
    case .up: "control/u"
    case .down: "control/d"
    case .once: "control/o"
    case .exit: "control/x"
    case .terminate: "control/t"
    case .kill: "control/k"
    case .pause: "control/p"
    case .resume: "control/c"
    case .hangUp: "control/h"
    case .alarm: "control/a"
    case .interrupt: "control/i"
    case .quit: "control/q"
    case .user1: "control/1"
    case .user2: "control/2"
    }
  }
}
