/// What signals ask for, and when it can be had.
extension BootSequence {
  mutating func handle(_ request: BootRequest, _ files: some BootFiles, _ effects: inout BootEffects) {
    guard let request = meaning(of: request, files) else { return }
    switch state {
    case .running(.stage2), .retrying(.stage2), .restarting:
      switch request {
      case .stopIfWanted: if files.wantsStop { stop(&effects) }
      case .powerOff, .stopContainer:
        isPowerOffForced = true
        stop(&effects)
      case .ctrlAltDel: if !isCtrlAltDelRunning, files.hasCtrlAltDel { startCtrlAltDel(&effects) }
      case .alarm: if state == .running(.stage2) { effects.append(.alarmStage2) }
      }
    case .terminating, .killing:
      // The stop is under way; it can still become a power-off, and `reboot` is read at the end.
      if request == .powerOff { isPowerOffForced = true }
    case .notBegun, .running(.stage1), .retrying(.stage1): remember(request, files, isBeforeStage2: true, &effects)
    case .running, .retrying: remember(request, files, isBeforeStage2: false, &effects)
    case .over: break  // nothing is left to be asked for
    }
  }

  /// A container has neither keyboard nor power supply: it is stopped, by whatever its engine sends.
  private func meaning(of request: BootRequest, _ files: some BootFiles) -> BootRequest? {
    switch request {
    case .stopContainer: isContainer ? .powerOff : nil
    case .ctrlAltDel: isContainer && !files.hasCtrlAltDel ? .powerOff : request
    case .stopIfWanted, .powerOff, .alarm: request
    }
  }

  /// A request in stage 1 is done when stage 1 is over. One in stage 3 can only change how it ends.
  private mutating func remember(
    _ request: BootRequest, _ files: some BootFiles, isBeforeStage2: Bool, _ effects: inout BootEffects
  ) {
    switch request {
    case .alarm: return  // a stage 2 that is yet to come scans anyway
    case .powerOff, .stopContainer:
      isPowerOffForced = true
      isStopRemembered = true
      effects.append(.say(.remembered))
    case .stopIfWanted where files.wantsStop:
      isStopRemembered = true
      isRebootRemembered = files.wantsReboot
      effects.append(.acceptStop)
      effects.append(.say(.remembered))
    case .ctrlAltDel where isBeforeStage2 && files.hasCtrlAltDel:
      isCtrlAltDelRemembered = true
      effects.append(.say(.remembered))
    case .stopIfWanted, .ctrlAltDel: effects.append(.say(.onlyInStage2))
    }
  }

  private mutating func stop(_ effects: inout BootEffects) {
    effects.append(.acceptStop)
    guard state == .running(.stage2) else { return leaveStage2(&effects) }  // there is no process to stop
    state = .terminating
    effects.append(.terminateStage2)
    effects.append(.setDeadline(seconds: Self.pauseSeconds))
  }

  mutating func startCtrlAltDel(_ effects: inout BootEffects) {
    isCtrlAltDelRunning = true
    effects.append(.say(.ctrlAltDelRequest))
    effects.append(.say(.enter(.ctrlAltDel)))
    effects.append(.start(.ctrlAltDel))
  }

  /// Its end, `nil` when it could not begin, has the meaning of a CONT in stage 2 and none in another.
  mutating func ctrlAltDelEnded(_ ending: WaitStatus.Ending?, _ files: some BootFiles, _ effects: inout BootEffects) {
    isCtrlAltDelRunning = false
    guard state != .over else { return }
    if case .signalled = ending { effects.append(.say(.crashed(.ctrlAltDel))) }
    effects.append(.say(.leave(.ctrlAltDel)))
    switch state {
    case .running(.stage2), .retrying(.stage2), .restarting: if files.wantsStop { stop(&effects) }
    case .notBegun, .running, .retrying, .terminating, .killing, .over: break  // a shutdown is under way
    }
  }
}
