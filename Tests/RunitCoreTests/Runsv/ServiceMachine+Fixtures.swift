import Testing

@testable import RunitCore

extension Moment {
  /// `seconds` after the machine was made.
  static func after(_ seconds: Double) -> Moment {
    let nanoseconds = Int64((seconds * 1000).rounded()) * 1_000_000
    return Moment(
      monotonic: nanoseconds,
      wall: TAI64N(unixSeconds: nanoseconds / 1_000_000_000, nanoseconds: UInt32(nanoseconds % 1_000_000_000)))
  }
}

extension Deadline {
  static func after(_ seconds: Double) -> Deadline { Deadline(.after(seconds), plusMilliseconds: 0) }
}

extension EffectList {
  var elements: [Effect] { (0..<count).map { self[$0] } }
}

extension Death {
  static func exit(_ code: UInt8) -> Death { .status(WaitStatus(exitCode: code)) }
  static func signal(_ number: Int32) -> Death { .status(WaitStatus(rawValue: number)) }
}

extension ServiceParameters {
  static func with(_ change: (inout ServiceParameters) -> Void) -> ServiceParameters {
    var parameters = ServiceParameters()
    change(&parameters)
    return parameters
  }

  static let oneShot = with { $0.isOneShot = true }
}

/// A machine in each of its activities: `./run` started at second 0, as process 100.
extension ServiceMachine {
  static func service(want: Want) -> ServiceMachine { ServiceMachine(.service, want: want, at: .after(0)) }
  static func log(want: Want) -> ServiceMachine { ServiceMachine(.log, want: want, at: .after(0)) }

  /// Handles events at `seconds`; the effects of the last one.
  @discardableResult
  mutating func take(_ events: Event..., at seconds: Double = 0) -> [Effect] {
    var effects: [Effect] = []
    for event in events { effects = handle(event, at: .after(seconds)).elements }
    return effects
  }

  static let down = service(want: .down)

  static var waiting: ServiceMachine {
    var machine = service(want: .up)
    machine.take(.begin, .dependencies(.unmet))
    return machine
  }

  static var preparing: ServiceMachine {
    var machine = service(want: .up)
    machine.take(.begin, .dependencies(.met))
    return machine
  }

  static var launching: ServiceMachine {
    var machine = preparing
    machine.take(.scriptEnded(.up, handled: false))
    return machine
  }

  static var running: ServiceMachine { running() }

  static func running(_ parameters: ServiceParameters = ServiceParameters()) -> ServiceMachine {
    var machine = preparing
    machine.take(.scriptEnded(.up, handled: false), .started(process: 100, parameters))
    return machine
  }

  static var stopping: ServiceMachine {
    var machine = running
    machine.take(.control(.down), .scriptEnded(.terminate, handled: false), .scriptEnded(.down, handled: false))
    return machine
  }

  static var exiting: ServiceMachine {
    var machine = running
    machine.take(.control(.exit))
    return machine
  }

  static var exitingForGood: ServiceMachine {
    var machine = running
    machine.take(.exitOrdered)
    return machine
  }

  static var finishing: ServiceMachine { finishing() }

  static func finishing(_ parameters: ServiceParameters = ServiceParameters()) -> ServiceMachine {
    var machine = running(parameters)
    machine.take(.ended(.exit(1)), .finishStarted(process: 101))
    return machine
  }

  static var pausing: ServiceMachine {
    var machine = running
    machine.take(.ended(.exit(1)), .finishMissing)
    return machine
  }

  static var done: ServiceMachine {
    var machine = running(.oneShot)
    machine.take(.ended(.exit(0)))
    return machine
  }

  static var failed: ServiceMachine {
    var machine = running(.with { $0.restartLimit = RestartLimit(count: 0, seconds: 10) })
    machine.take(.ended(.exit(1)), .finishMissing)
    return machine
  }

  static var runningLog: ServiceMachine {
    var machine = log(want: .up)
    machine.take(.begin, .started(process: 100, ServiceParameters()))
    return machine
  }

  static var pausingLog: ServiceMachine {
    var machine = runningLog
    machine.take(.ended(.exit(1)))
    return machine
  }
}

/// `#expect` of a value that a mutating call returns, which the macro can't take apart.
func expect<Value: Equatable>(
  _ value: Value, is expected: Value, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(value == expected, comment, sourceLocation: sourceLocation)
}
