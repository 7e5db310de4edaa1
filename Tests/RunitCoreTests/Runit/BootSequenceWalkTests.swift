import RunitCore
import Testing

@Suite("Process 1 at random")
struct BootSequenceWalkTests {
  /// Numbers that look random and are the same each time.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  static let events: [BootEvent] =
    [.deadline, .requested(.stopIfWanted), .requested(.ctrlAltDel), .requested(.powerOff), .requested(.alarm)]
    + [.requested(.stopContainer), .stage3TimeIsOver]
    + BootScript.allCases.flatMap { script -> [BootEvent] in
      [
        .ended(script, .exit(0)), .ended(script, .exit(100)), .ended(script, .exit(111)), .ended(script, .killed),
        .notExecuted(script), .notForked(script),
      ]
    }

  @Test(arguments: [false, true])
  func `never starts a stage twice at once, and ends once`(isContainer: Bool) {
    var dice = Dice(state: 1)
    for _ in 0..<500 {
      var sequence = BootSequence(isContainer: isContainer)
      var running: Set<BootScript> = []
      var isOver = false
      var effects = sequence.handle(.begun, KnownFiles.none).elements
      for _ in 0..<60 {
        for case .start(let script) in effects {
          #expect(script == .ctrlAltDel || running.isDisjoint(with: [.stage1, .stage2, .stage3]))
          #expect(running.insert(script).inserted)
          #expect(!isOver)
        }
        if effects.contains(where: { if case .end = $0 { true } else { false } }) {
          #expect(!isOver)
          isOver = true
        }
        let event = Self.events[Int.random(in: 0..<Self.events.count, using: &dice)]
        let files = KnownFiles(
          wantsStop: Bool.random(using: &dice), wantsReboot: Bool.random(using: &dice),
          hasCtrlAltDel: Bool.random(using: &dice))
        guard isPossible(event, &running) else {
          effects = []
          continue
        }
        effects = sequence.handle(event, files).elements
        // A stage 2 that outlives its KILL is given up: it runs beside stage 3 then.
        if effects.first == .say(.leave(.stage2)) { running.remove(.stage2) }
        if effects.first == .say(.stage3TimedOut) { running.remove(.stage3) }
      }
    }
  }

  /// Whether the world can send this: only what runs can end.
  private func isPossible(_ event: BootEvent, _ running: inout Set<BootScript>) -> Bool {
    switch event {
    case .ended(let script, _), .notExecuted(let script), .notForked(let script): running.remove(script) != nil
    case .begun, .requested, .deadline, .stage3TimeIsOver: true
    }
  }
}

@Suite("Process 1 and its files")
struct BootQuestionTests {
  static let questions: [(sequence: BootSequence, event: BootEvent, questions: [String])] = [
    (BootSequence(isContainer: false), .begun, []),
    (.inStage1, .ended(.stage1, .exit(0)), []),
    (.inStage2, .ended(.stage2, .killed), []),
    (.inStage2, .requested(.alarm), []),
    (.inStage2, .requested(.powerOff), []),
    (.containerInStage2, .requested(.stopContainer), []),
    (.inStage2, .requested(.stopIfWanted), ["stop"]),
    (.inStage2, .requested(.ctrlAltDel), ["ctrlaltdel"]),
    (.inStage2, .notForked(.stage2), []),
    (.inStage3, .ended(.stage3, .exit(0)), ["reboot"]),
    (.inStage3, .stage3TimeIsOver, ["reboot"]),
  ]

  @Test(arguments: questions)
  func `are looked at only where the answer is needed`(sequence: BootSequence, event: BootEvent, questions: [String]) {
    let files = QuestionedFiles()
    var sequence = sequence
    _ = sequence.handle(event, files)
    #expect(files.questions == questions)
  }
}
