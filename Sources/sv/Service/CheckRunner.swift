import CLibc
import Console
import RunitCore
import Unix

/// Runs the services' `./check`, all at the same time, so that one that hangs holds up nobody else.
struct CheckRunner: ~Copyable {
  private var signals: SignalDescriptor?
  private var signalMask = SignalSet()
  private var sink: FileDescriptor?

  /// What to poll for the end of a check; -1 when none was run.
  private(set) var descriptor: CInt = -1

  /// Whether `./check` of the service `name` says that it is available. Starts it if need be: then the answer is no,
  /// for the time being.
  mutating func succeeds(
    _ check: inout AwaitedService.Check, _ directory: inout ServiceDirectory, _ name: CString, _ session: inout Session
  ) -> Bool {
    let now = Clock.monotonic
    switch check {
    case .passed: return true
    case .running: return false
    case .failed(let retryAt) where now < retryAt: return false
    case .failed, .due: break
    }
    check = .failed(retryAt: now + WaitingRoom.slowPause)
    do throws(Errno) {
      guard try directory.has("check") else { return true }
    } catch {
      session.warn("unable to stat ", name, "/check", error)
      return false
    }
    do throws(Errno) {
      let child = try start(directory.wholePath)
      guard let failure = child.failure else {
        check = .running(child.process, startedAt: now)
        return false
      }
      session.warn("unable to run ", name, "/check", failure.reason)
      // A file that nobody can run asks for nothing; so says runit. One that can't be run for want of memory may.
      return failure.step == .execute && !failure.reason.isNoAnswer
    } catch {
      session.warn("unable to fork for ", name, "/check", error)
      return false
    }
  }

  private mutating func start(_ directory: Path) throws(Errno) -> ChildPlan.Start {
    if signals == nil { try prepare() }
    let output = sink?.rawValue
    let mask = signalMask
    return try directory.withCString { (path) throws(Errno) in
      var plan = ChildPlan("./check", signalMask: mask)
      plan.directory = path
      plan.output = output
      return try plan.start()
    }
  }

  private mutating func prepare() throws(Errno) {
    sink = try FileDescriptor.write("/dev/null")
    // Whoever ignores this signal is not told how a child ended.
    Signal.child.setIgnored(false)
    var signals = SignalSet()
    signals.insert(.child)
    signalMask = signals.block()
    signalMask.remove(.brokenPipe)
    let news = try SignalDescriptor(signals)
    descriptor = news.rawValue
    self.signals = consume news
  }

  /// Takes note of the checks that have ended.
  mutating func reap(_ services: inout [AwaitedService]) {
    signals?.drain { _, _ in }  // which they were, the kernel tells better
    while let ended = (try? Process.reap()) ?? nil {
      for index in services.indices {
        guard case .running(ended.process, let startedAt) = services[index].check else { continue }
        let isSuccess = WaitStatus(rawValue: ended.status).isSuccess
        services[index].check = isSuccess ? .passed : .failed(retryAt: startedAt + WaitingRoom.slowPause)
        services[index].isDue = true
      }
    }
  }

  /// Ends a check whose answer nobody waits for any more.
  func stop(_ check: AwaitedService.Check) {
    // That it has just ended of itself is as good.
    if case .running(let process, _) = check { try? Signal.kill.send(to: process) }
  }
}
