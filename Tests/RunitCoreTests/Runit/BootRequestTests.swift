import RunitCore
import Testing

@Suite("Process 1 that is asked for something")
struct BootRequestTests {
  static let answers: [(String, BootSequence, Happening, [BootEffect])] = [
    ("CONT in 2", .inStage2, .init(.requested(.stopIfWanted)), []),
    ("CONT in 2 with stopit", .inStage2, .init(.requested(.stopIfWanted), .stop), Effects.stop),
    ("PWR in 2", .inStage2, .init(.requested(.powerOff)), Effects.stop),
    ("ALRM in 2", .inStage2, .init(.requested(.alarm)), [.alarmStage2]),
    ("TERM in 2", .inStage2, .init(.requested(.stopContainer)), []),
    ("INT in 2 without ctrlaltdel", .inStage2, .init(.requested(.ctrlAltDel)), []),
    ("INT in 2", .inStage2, .init(.requested(.ctrlAltDel), .ctrlAltDel), Effects.startCtrlAltDel),
    ("CONT in 1", .inStage1, .init(.requested(.stopIfWanted)), [.say(.onlyInStage2)]),
    ("CONT in 1 with stopit", .inStage1, .init(.requested(.stopIfWanted), .stop), [.acceptStop, .say(.remembered)]),
    ("INT in 1 without ctrlaltdel", .inStage1, .init(.requested(.ctrlAltDel)), [.say(.onlyInStage2)]),
    ("INT in 1", .inStage1, .init(.requested(.ctrlAltDel), .ctrlAltDel), [.say(.remembered)]),
    ("PWR in 1", .inStage1, .init(.requested(.powerOff)), [.say(.remembered)]),
    ("ALRM in 1", .inStage1, .init(.requested(.alarm)), []),
    ("TERM in 1", .inStage1, .init(.requested(.stopContainer)), []),
    ("INT in 3", .inStage3, .init(.requested(.ctrlAltDel), .ctrlAltDel), [.say(.onlyInStage2)]),
    ("CONT in 3", .inStage3, .init(.requested(.stopIfWanted)), [.say(.onlyInStage2)]),
    ("PWR in 3", .inStage3, .init(.requested(.powerOff)), [.say(.remembered)]),
    ("ALRM in 3", .inStage3, .init(.requested(.alarm)), []),
    ("TERM in 2 of a container", .containerInStage2, .init(.requested(.stopContainer)), Effects.stop),
    ("INT in 2 of a container without ctrlaltdel", .containerInStage2, .init(.requested(.ctrlAltDel)), Effects.stop),
    (
      "INT in 2 of a container with ctrlaltdel", .containerInStage2, .init(.requested(.ctrlAltDel), .ctrlAltDel),
      Effects.startCtrlAltDel
    ),
    ("TERM in 1 of a container", .containerInStage1, .init(.requested(.stopContainer)), [.say(.remembered)]),
  ]

  @Test(arguments: answers)
  func `answers at once`(name: String, sequence: BootSequence, request: Happening, effects: [BootEffect]) {
    #expect(sequence.effects(of: [request]) == effects)
  }

  static let remembered: [(String, [Happening], [BootEffect])] = [
    (
      "a stop, whose flag stage 1 has taken away", [.init(.requested(.stopIfWanted), .stop)],
      [.say(.leave(.stage1)), .say(.skippingStage2)] + Effects.enter(.stage3)
    ),
    (
      "PWR", [.init(.requested(.powerOff))],
      [.say(.leave(.stage1)), .say(.skippingStage2)] + Effects.enter(.stage3)
    ),
    (
      "ctrl-alt-del", [.init(.requested(.ctrlAltDel), .ctrlAltDel)],
      [.say(.leave(.stage1))] + Effects.enter(.stage2) + Effects.startCtrlAltDel
    ),
  ]

  @Test(arguments: remembered)
  func `in stage 1 does it afterwards`(name: String, requests: [Happening], effects: [BootEffect]) {
    var sequence = BootSequence.inStage1
    for request in requests { _ = sequence.handle(request.event, request.files) }
    #expect(sequence.effects(of: [.init(.ended(.stage1, .exit(0)), .ctrlAltDel)]) == effects)
  }

  static let ends: [(String, BootSequence, [Happening], KnownFiles, BootEnding)] = [
    (
      "a reboot in stage 1, whose flag stage 1 has taken away", .inStage1,
      [.init(.requested(.stopIfWanted), .stopAndReboot), .init(.ended(.stage1, .exit(0)))], .none, .reboot
    ),
    (
      "PWR in stage 2 against the file reboot", .inStage2,
      [.init(.requested(.powerOff), .reboot), .init(.ended(.stage2, .killed))], .reboot, .powerOff
    ),
    (
      "PWR behind a reboot", .inStage2,
      [
        .init(.requested(.stopIfWanted), .stopAndReboot), .init(.requested(.powerOff), .reboot),
        .init(.ended(.stage2, .killed)),
      ], .reboot, .powerOff
    ),
    ("PWR in stage 3", .inStage3, [.init(.requested(.powerOff))], .reboot, .powerOff),
    ("a reboot in stage 3", .inStage3, [.init(.requested(.stopIfWanted), .stopAndReboot)], .none, .reboot),
    (
      "a power-off in stage 3 behind a reboot in stage 1", .inStage1,
      [
        .init(.requested(.stopIfWanted), .stopAndReboot), .init(.ended(.stage1, .exit(0))),
        .init(.requested(.stopIfWanted), .stop),
      ], .none, .powerOff
    ),
  ]

  @Test(arguments: ends)
  func `ends as the last request said`(
    name: String, sequence: BootSequence, happenings: [Happening], files: KnownFiles, ending: BootEnding
  ) {
    let effects = sequence.effects(of: happenings + [.init(.ended(.stage3, .exit(0)), files)])
    #expect(effects.last == .end(ending))
  }

  @Test func `gives stage 2 five seconds, kills it, and goes on without it after five more`() {
    let sequence = BootSequence.after(
      .init(.begun), .init(.ended(.stage1, .exit(0))), .init(.requested(.stopIfWanted), .stop))
    let killed: [BootEffect] = [.say(.stage2NotTerminated), .killStage2, .setDeadline(seconds: 5)]
    #expect(sequence.effects(of: [.init(.deadline)]) == killed)
    #expect(sequence.effects(of: [.init(.deadline), .init(.ended(.stage2, .killed))]) == killed + Effects.leaveStage2)
    #expect(sequence.effects(of: [.init(.deadline), .init(.deadline)]) == killed + Effects.leaveStage2)
  }

  @Test func `asks nothing of how a stage 2 that it stopped has ended`() {
    for status in [WaitStatus.exit(0), .exit(111), .killed] {
      let effects = BootSequence.inStage2.effects(of: [
        .init(.requested(.powerOff)), .init(.ended(.stage2, status)),
      ])
      #expect(effects == Effects.stop + Effects.leaveStage2)
    }
  }

  @Test func `stops at once while there is no stage 2 to stop`() {
    let effects = BootSequence.inStage2.effects(of: [
      .init(.ended(.stage2, .killed)), .init(.requested(.stopIfWanted), .stop),
    ])
    #expect(Array(effects.dropFirst(4)) == [.acceptStop] + Effects.leaveStage2)
  }

  static let ctrlAltDelEnds: [(BootEvent, KnownFiles, [BootEffect])] = [
    (.ended(.ctrlAltDel, .exit(0)), .none, [.say(.leave(.ctrlAltDel))]),
    (.ended(.ctrlAltDel, .exit(0)), .stop, [.say(.leave(.ctrlAltDel))] + Effects.stop),
    (.ended(.ctrlAltDel, .exit(1)), .stop, [.say(.leave(.ctrlAltDel))] + Effects.stop),
    (.ended(.ctrlAltDel, .killed), .none, [.say(.crashed(.ctrlAltDel)), .say(.leave(.ctrlAltDel))]),
    (.notExecuted(.ctrlAltDel), .none, [.say(.leave(.ctrlAltDel))]),
    (.notForked(.ctrlAltDel), .stop, [.say(.leave(.ctrlAltDel))] + Effects.stop),
  ]

  @Test(arguments: ctrlAltDelEnds)
  func `takes the end of ctrlaltdel for a CONT`(event: BootEvent, files: KnownFiles, effects: [BootEffect]) {
    var sequence = BootSequence.inStage2
    _ = sequence.handle(.requested(.ctrlAltDel), KnownFiles.ctrlAltDel)
    #expect(sequence.effects(of: [.init(event, files)]) == effects)
  }

  @Test func `runs ctrlaltdel once at a time, and serves everything else meanwhile`() {
    let effects = BootSequence.inStage2.effects(of: [
      .init(.requested(.ctrlAltDel), .ctrlAltDel), .init(.requested(.ctrlAltDel), .ctrlAltDel),
      .init(.requested(.alarm)), .init(.requested(.stopIfWanted), .stop), .init(.ended(.stage2, .exit(0))),
      .init(.ended(.ctrlAltDel, .exit(0)), .stop), .init(.ended(.stage3, .exit(0))),
    ])
    let expected =
      Effects.startCtrlAltDel + [.alarmStage2] + Effects.stop + Effects.leaveStage2
      + [.say(.leave(.ctrlAltDel))] + Effects.end(.powerOff)
    #expect(effects == expected)
  }
}
