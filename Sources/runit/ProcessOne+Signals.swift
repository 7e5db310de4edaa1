import RunitCore
import Unix

extension BootRequest {
  /// What a signal asks for; `nil` for CHLD, which asks for nothing.
  init?(_ signal: Signal) {
    switch signal {
    case .resume: self = .stopIfWanted
    case .interrupt: self = .ctrlAltDel
    case .powerFailure: self = .powerOff
    case .alarm: self = .alarm
    case .terminate, .containerStop: self = .stopContainer
    default: return nil
    }
  }
}

extension ProcessOne {
  /// What process 1 waits for. Every other signal has its default action, which for process 1 is none.
  static var signals: SignalSet {
    var signals = SignalSet()
    signals.insert(.child)
    signals.insert(.resume)
    signals.insert(.interrupt)
    signals.insert(.powerFailure)
    signals.insert(.alarm)
    signals.insert(.terminate)
    signals.insert(.containerStop)
    return signals
  }
}
