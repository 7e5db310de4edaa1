import RunitCore
import Testing

@Suite("The stages of process 1")
struct BootStageTests {
  @Test func `begin with the first`() {
    let effects = BootSequence(isContainer: false).effects(of: [.init(.begun)])
    #expect(effects == Effects.enter(.stage1))
  }

  static let endings: [(String, BootSequence, BootEvent, [BootEffect])] = [
    ("1 exits 0", .inStage1, .ended(.stage1, .exit(0)), [.say(.leave(.stage1))] + Effects.enter(.stage2)),
    (
      "1 exits 1", .inStage1, .ended(.stage1, .exit(1)),
      [.say(.failed(.stage1)), .say(.leave(.stage1))] + Effects.enter(.stage2)
    ),
    (
      "1 exits 100", .inStage1, .ended(.stage1, .exit(100)),
      [.say(.failed(.stage1)), .say(.leave(.stage1)), .say(.skippingStage2)] + Effects.enter(.stage3)
    ),
    (
      "1 crashes", .inStage1, .ended(.stage1, .killed),
      [.say(.crashed(.stage1)), .say(.leave(.stage1)), .say(.skippingStage2)] + Effects.enter(.stage3)
    ),
    ("1 is missing", .inStage1, .notExecuted(.stage1), [.say(.leave(.stage1))] + Effects.enter(.stage2)),
    ("2 exits 0", .inStage2, .ended(.stage2, .exit(0)), Effects.leaveStage2),
    ("2 exits 100", .inStage2, .ended(.stage2, .exit(100)), [.say(.failed(.stage2))] + Effects.leaveStage2),
    ("2 exits 111", .inStage2, .ended(.stage2, .exit(111)), [.say(.failed(.stage2))] + Effects.restart),
    ("2 crashes", .inStage2, .ended(.stage2, .killed), [.say(.crashed(.stage2))] + Effects.restart),
    ("2 is missing", .inStage2, .notExecuted(.stage2), Effects.leaveStage2),
    ("3 exits 0", .inStage3, .ended(.stage3, .exit(0)), Effects.end(.powerOff)),
    ("3 exits 111", .inStage3, .ended(.stage3, .exit(111)), [.say(.failed(.stage3))] + Effects.end(.powerOff)),
    ("3 crashes", .inStage3, .ended(.stage3, .killed), [.say(.crashed(.stage3))] + Effects.end(.powerOff)),
    ("3 is missing", .inStage3, .notExecuted(.stage3), Effects.end(.powerOff)),
    ("3 hangs", .inStage3, .stage3TimeIsOver, [.say(.stage3TimedOut)] + Effects.end(.powerOff)),
  ]

  @Test(arguments: endings)
  func `follow one another as the last one says`(
    name: String, sequence: BootSequence, event: BootEvent, effects: [BootEffect]
  ) {
    #expect(sequence.effects(of: [.init(event)]) == effects)
  }

  @Test func `go on with a restarted second one after five seconds`() {
    let effects = BootSequence.inStage2.effects(of: [.init(.ended(.stage2, .exit(111))), .init(.deadline)])
    #expect(Array(effects.dropFirst(4)) == [.say(.restartingStage2)] + Effects.enter(.stage2))
  }

  @Test(arguments: [BootScript.stage1, .stage2, .stage3])
  func `are tried again when the kernel has no room for a process`(stage: BootScript) {
    let sequences: [BootScript: BootSequence] = [.stage1: .inStage1, .stage2: .inStage2, .stage3: .inStage3]
    let effects = sequences[stage]?.effects(of: [.init(.notForked(stage)), .init(.deadline)])
    #expect(effects == [.setDeadline(seconds: 5)] + Effects.retry(stage))
  }

  @Test func `end when there is no room for the third until its time is over`() {
    let noRoom = Happening(.notForked(.stage3))
    let effects = BootSequence.inStage3.effects(of: [noRoom, .init(.deadline), noRoom, .init(.stage3TimeIsOver)])
    let expected: [BootEffect] =
      [.setDeadline(seconds: 5)] + Effects.retry(.stage3) + [.setDeadline(seconds: 5), .say(.stage3TimedOut)]
    #expect(effects == expected + Effects.end(.powerOff))
  }

  static let endingFiles: [(KnownFiles, BootEnding)] = [
    (.none, .powerOff), (.reboot, .reboot), (.stopAndReboot, .reboot), (.stop, .powerOff),
  ]

  @Test(arguments: endingFiles)
  func `end as the file reboot says`(files: KnownFiles, ending: BootEnding) {
    let effects = BootSequence.inStage3.effects(of: [.init(.ended(.stage3, .exit(0)), files)])
    #expect(effects.last == .end(ending))
  }

  @Test func `end as a failure when the first one asked for the end`() {
    let effects = BootSequence.inStage1.effects(of: [
      .init(.ended(.stage1, .exit(100))), .init(.ended(.stage3, .exit(0))),
    ])
    #expect(effects.last == .end(.failure))
  }

  @Test func `are over for good`() {
    var sequence = BootSequence.inStage3
    _ = sequence.handle(.ended(.stage3, .exit(0)), KnownFiles.none)
    let events: [BootEvent] = [
      .ended(.stage3, .killed), .ended(.ctrlAltDel, .exit(0)), .deadline, .stage3TimeIsOver, .requested(.powerOff),
      .requested(.ctrlAltDel), .requested(.stopIfWanted),
    ]
    #expect(sequence.effects(of: events.map { Happening($0, .stop) }).isEmpty)
  }
}
