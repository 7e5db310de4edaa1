import RunitCore

extension BootEffects {
  var elements: [BootEffect] { (0..<count).compactMap { self[$0] } }
}

extension WaitStatus {
  static func exit(_ code: Int32) -> WaitStatus { WaitStatus(rawValue: code << 8) }
  static let killed = WaitStatus(rawValue: 9)
}

/// Answers that are known beforehand.
struct KnownFiles: BootFiles, Equatable, Sendable {
  var wantsStop = false
  var wantsReboot = false
  var hasCtrlAltDel = false

  static let none = KnownFiles()
  static let stop = KnownFiles(wantsStop: true)
  static let reboot = KnownFiles(wantsReboot: true)
  static let stopAndReboot = KnownFiles(wantsStop: true, wantsReboot: true)
  static let ctrlAltDel = KnownFiles(hasCtrlAltDel: true)
}

/// Answers no to each question, and remembers what was asked.
final class QuestionedFiles: BootFiles {
  private(set) var questions: [String] = []

  var wantsStop: Bool { refuse("stop") }
  var wantsReboot: Bool { refuse("reboot") }
  var hasCtrlAltDel: Bool { refuse("ctrlaltdel") }

  private func refuse(_ question: String) -> Bool {
    questions.append(question)
    return false
  }
}

/// Something that happens to process 1 while the file system says something.
struct Happening: CustomStringConvertible {
  let event: BootEvent
  let files: KnownFiles

  init(_ event: BootEvent, _ files: KnownFiles = .none) {
    self.event = event
    self.files = files
  }

  var description: String { files == .none ? "\(event)" : "\(event) with \(files)" }
}

extension BootSequence {
  /// Process 1 of a machine, to which all this has happened.
  static func after(_ happenings: Happening..., isContainer: Bool = false) -> BootSequence {
    var sequence = BootSequence(isContainer: isContainer)
    for happening in happenings { _ = sequence.handle(happening.event, happening.files) }
    return sequence
  }

  static let inStage1 = after(.init(.begun))
  static let inStage2 = after(.init(.begun), .init(.ended(.stage1, .exit(0))))
  static let inStage3 = after(.init(.begun), .init(.ended(.stage1, .exit(0))), .init(.ended(.stage2, .exit(0))))
  static let containerInStage1 = after(.init(.begun), isContainer: true)
  static let containerInStage2 = after(.init(.begun), .init(.ended(.stage1, .exit(0))), isContainer: true)

  /// What is done about each of `happenings`, one after the other.
  func effects(of happenings: [Happening]) -> [BootEffect] {
    var sequence = self
    return happenings.flatMap { sequence.handle($0.event, $0.files).elements }
  }
}

/// Beginnings and ends that many effects have in common.
enum Effects {
  static func enter(_ stage: BootScript) -> [BootEffect] {
    [.say(.enter(stage))] + (stage == .stage3 ? [.setStage3Deadline] : []) + retry(stage)
  }
  static func retry(_ stage: BootScript) -> [BootEffect] { [.clearDeadline, .start(stage)] }
  static func end(_ ending: BootEnding) -> [BootEffect] {
    [.say(.leave(.stage3)), .clearDeadline, .say(.killingEverything), .end(ending)]
  }
  static let leaveStage2: [BootEffect] = [.say(.leave(.stage2))] + enter(.stage3)
  static let stop: [BootEffect] = [.acceptStop, .terminateStage2, .setDeadline(seconds: 5)]
  static let startCtrlAltDel: [BootEffect] = [
    .say(.ctrlAltDelRequest), .say(.enter(.ctrlAltDel)), .start(.ctrlAltDel),
  ]
  static let restart: [BootEffect] = [.say(.killingStage2), .killStage2, .setDeadline(seconds: 5)]
}
