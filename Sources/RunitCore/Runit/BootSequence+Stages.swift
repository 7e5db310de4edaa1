/// What follows the end of a stage.
extension BootSequence {
  /// Exit codes by which a stage says what is to come.
  private enum ExitCode {
    static let skipStage2: UInt8 = 100
    static let restartStage2: UInt8 = 111
  }

  mutating func ended(
    _ stage: BootScript, _ ending: WaitStatus.Ending, _ files: some BootFiles, _ effects: inout BootEffects
  ) {
    if state == .terminating || state == .killing { return leaveStage2(&effects) }
    guard state == .running(stage) else { return }  // it was given up before it ended
    switch ending {
    case .exited(code: 0): break
    case .exited: effects.append(.say(.failed(stage)))
    case .signalled: effects.append(.say(.crashed(stage)))
    }
    switch stage {
    case .stage1: leaveStage1(ending, files, &effects)
    case .stage2: if ending.asks(ExitCode.restartStage2) { restartStage2(&effects) } else { leaveStage2(&effects) }
    case .stage3: leaveStage3(files, &effects)
    case .ctrlAltDel: break  // no stage
    }
  }

  private mutating func leaveStage1(
    _ ending: WaitStatus.Ending, _ files: some BootFiles, _ effects: inout BootEffects
  ) {
    effects.append(.say(.leave(.stage1)))
    hasStage1Failed = ending.asks(ExitCode.skipStage2)
    guard !hasStage1Failed, !isStopRemembered else {
      effects.append(.say(.skippingStage2))
      return enter(.stage3, &effects)
    }
    enter(.stage2, &effects)
    if isCtrlAltDelRemembered, files.hasCtrlAltDel { startCtrlAltDel(&effects) }
  }

  private mutating func restartStage2(_ effects: inout BootEffects) {
    state = .restarting
    effects.append(.say(.killingStage2))
    effects.append(.killStage2)
    effects.append(.setDeadline(seconds: Self.pauseSeconds))
  }

  mutating func leaveStage2(_ effects: inout BootEffects) {
    effects.append(.say(.leave(.stage2)))
    enter(.stage3, &effects)
  }

  mutating func leaveStage3(_ files: some BootFiles, _ effects: inout BootEffects) {
    state = .over
    effects.append(.say(.leave(.stage3)))
    effects.append(.clearDeadline)
    effects.append(.say(.killingEverything))
    let isReboot = !isPowerOffForced && isRebootRemembered ?? files.wantsReboot
    effects.append(.end(isReboot ? .reboot : hasStage1Failed ? .failure : .powerOff))
  }
}

extension WaitStatus.Ending {
  /// Whether a stage asks for what `code` stands for: a crash asks for it as well.
  fileprivate func asks(_ code: UInt8) -> Bool {
    switch self {
    case .exited(let exitCode): exitCode == code
    case .signalled: true
    }
  }
}
