import RunitCore
import Testing

/// A script in `control/` may outlive the process that it was asked about.
@Suite("A script that outlives a life")
final class ScriptLifeTests {
  private var machine = ServiceMachine(.service, want: .up, at: moment(0))

  private static func moment(_ seconds: Int64) -> Moment {
    Moment(monotonic: seconds * 1_000_000_000, wall: TAI64N(unixSeconds: seconds, nanoseconds: 0))
  }

  /// Asks the script of `command` in a first life, and goes on to the second.
  private func live(asking command: ControlCommand) {
    let lives: [(Event, Int64)] = [
      (.begin, 0), (.dependencies(.met), 0), (.scriptEnded(.up, handled: false), 0),
      (.started(process: 100, ServiceParameters()), 0), (.control(command), 1),
      (.ended(.status(WaitStatus(exitCode: 0))), 5), (.finishMissing, 5), (.dependencies(.met), 5),
      (.scriptEnded(.up, handled: false), 5), (.started(process: 200, ServiceParameters()), 5),
    ]
    for (event, seconds) in lives { _ = machine.handle(event, at: Self.moment(seconds)) }
  }

  private func effects(of event: Event) -> [Effect] {
    let effects = machine.handle(event, at: Self.moment(6))
    return (0..<effects.count).map { effects[$0] }
  }

  @Test(arguments: [ControlCommand.kill, .hangUp, .pause, .terminate])
  func `says nothing about the next one`(command: ControlCommand) {
    live(asking: command)
    #expect(machine.process == 200)
    #expect(effects(of: .scriptEnded(command, handled: false)) == [])
    #expect(!machine.isPaused)
  }

  @Test(arguments: [(ControlCommand.kill, ServiceSignal.kill), (.hangUp, .hangUp), (.terminate, .terminate)])
  func `answers for the next one when it is asked again`(command: ControlCommand, signal: ServiceSignal) {
    live(asking: command)
    #expect(effects(of: .control(command)) == [])
    #expect(effects(of: .scriptEnded(command, handled: false)).first == .signal(signal))
  }
}
