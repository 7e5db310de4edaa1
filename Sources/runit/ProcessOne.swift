import CLibc
import Console
import RunitCore
import Unix

/// Process 1 at work: it waits for signals and deadlines, asks the ``BootSequence`` what to do, and does it.
///
/// Signals are all it waits for, so it has no descriptor and no `poll`. In a machine it never ends: that would be the
/// end of the kernel.
struct ProcessOne: ~Copyable {
  static var reporter: Reporter { Reporter("- runit") }

  let kind: Machine.Kind
  private var sequence: BootSequence
  /// The process of the stage, and that of ctrlaltdel.
  private var stage = Child()
  private var ctrlAltDel = Child()
  /// On the monotonic clock, in nanoseconds; `max` is never. So is the other one.
  private var deadline = Int64.max
  private var stage3Deadline = Int64.max

  /// Becomes process 1.
  static func run() -> Never {
    signals.block()
    Signal.setAllDefault()
    Session.begin()
    Console.attach()
    var process = ProcessOne(kind: Machine.claimCtrlAltDel())
    process.announce()
    process.handle(.begun)
    while true { process.wait() }
  }

  private init(kind: Machine.Kind) {
    self.kind = kind
    sequence = BootSequence(isContainer: kind == .container)
  }

  private mutating func wait() {
    let next = min(deadline, stage3Deadline)
    let signal = Self.signals.next(within: next == .max ? nil : next - Clock.monotonic)
    reap()
    if let signal, let request = BootRequest(signal) { handle(.requested(request)) }
    if deadline <= Clock.monotonic {
      deadline = .max
      handle(.deadline)
    }
    if stage3Deadline <= Clock.monotonic {
      stage3Deadline = .max
      handle(.stage3TimeIsOver)
    }
  }

  /// Takes leave of every process that has ended: one signal can stand for hundreds, most of them orphans of others.
  private mutating func reap() {
    while let ended = (try? Process.reap()) ?? nil {
      let status = WaitStatus(rawValue: ended.status)
      if let script = stage.take(ended.process) {
        handle(.ended(script, status))
      } else if let script = ctrlAltDel.take(ended.process) {
        handle(.ended(script, status))
      }
    }
  }

  private mutating func handle(_ event: BootEvent) {
    Console.refresh()
    let effects = sequence.handle(event, FileSystemAnswers())
    var answers = InlineArray<2, BootEvent?>(repeating: nil)  // a list starts stage 2 and ctrlaltdel at most
    var answerCount = 0
    for index in 0..<effects.count {
      guard let effect = effects[index], let answer = perform(effect), answerCount < answers.count else { continue }
      answers[answerCount] = answer
      answerCount += 1
    }
    for index in 0..<answerCount { if let answer = answers[index] { handle(answer) } }
  }

  /// Carries out an effect; the result is an event that it has led to at once.
  private mutating func perform(_ effect: BootEffect) -> BootEvent? {
    switch effect {
    case .say(let notice): say(notice)
    case .start(let script): return start(script)
    case .alarmStage2: stage.signal(.alarm)
    case .terminateStage2: stage.signal(.terminate)
    case .killStage2: stage.killSession()
    case .acceptStop: BootFlag.stop.clear()
    case .setDeadline(let seconds): deadline = Self.moment(in: seconds)
    case .setStage3Deadline: stage3Deadline = Stage3Timeout.seconds.map { Self.moment(in: $0) } ?? .max
    case .clearDeadline: deadline = .max
    case .end(let ending): end(ending)
    }
    return nil
  }

  private static func moment(in seconds: Int) -> Int64 { Clock.monotonic + Int64(seconds) * 1_000_000_000 }

  private mutating func start(_ script: BootScript) -> BootEvent? {
    do throws(Errno) {
      let start = try launch(script)
      if let failure = start.failure, failure.reason.isShortage { throw failure.reason }
      if let failure = start.failure {
        Self.reporter.report(.fatal, Failure("unable to start child:", CString(script.path), failure.reason))
        return .notExecuted(script)
      }
      let child = Child(script, start.process)
      if script == .ctrlAltDel { ctrlAltDel = child } else { stage = child }
      return nil
    } catch {
      Self.reporter.warn("unable to fork for", CString(script.path), error)
      return .notForked(script)
    }
  }
}
