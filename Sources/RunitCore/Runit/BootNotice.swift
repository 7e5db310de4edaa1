/// What process 1 says of itself on the console.
package enum BootNotice: Equatable, Sendable {
  case enter(BootScript)
  case leave(BootScript)
  case failed(BootScript)
  case crashed(BootScript)
  case skippingStage2
  case killingStage2
  case restartingStage2
  case stage2NotTerminated
  case stage3TimedOut
  case ctrlAltDelRequest
  case onlyInStage2
  case remembered
  case killingEverything

  package var isWarning: Bool {
    switch self {
    case .enter, .leave, .ctrlAltDelRequest, .killingEverything: false
    case .failed, .crashed, .skippingStage2, .killingStage2, .restartingStage2, .stage2NotTerminated,
      .stage3TimedOut, .onlyInStage2, .remembered:
      true
    }
  }

  package var text: StaticString {
    switch self {
    case .enter: "enter stage:"
    case .leave: "leave stage:"
    case .failed: "child failed:"
    case .crashed: "child crashed:"
    case .skippingStage2: "skipping stage 2..."
    case .killingStage2: "killing all processes in stage 2..."
    case .restartingStage2: "restarting."
    case .stage2NotTerminated: "stage 2 not terminated, sending sigkill..."
    case .stage3TimedOut: "stage 3 not finished in time, going on without it..."
    case .ctrlAltDelRequest: "ctrl-alt-del request..."
    case .onlyInStage2: "signals only work in stage 2."
    case .remembered: "signals only work in stage 2, this one is remembered."
    case .killingEverything: "sending KILL signal to all processes..."
    }
  }

  /// The script in question.
  package var script: BootScript? {
    switch self {
    case .enter(let script), .leave(let script), .failed(let script), .crashed(let script): script
    case .skippingStage2, .killingStage2, .restartingStage2, .stage2NotTerminated, .stage3TimedOut,
      .ctrlAltDelRequest, .onlyInStage2, .remembered, .killingEverything:
      nil
    }
  }
}
