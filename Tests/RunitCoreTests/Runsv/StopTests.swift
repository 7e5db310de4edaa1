import RunitCore
import Testing

@Suite("Stopping a service")
struct StopTests {
  static let parameters = ServiceParameters.with {
    $0.downSignal = .interrupt
    $0.killTimeoutMilliseconds = 3_000
    $0.finishTimeoutMilliseconds = 4_000
  }

  static let stops: [(ControlCommand, [Effect])] = [
    (.down, [.signal(.interrupt), .publish, .signal(.resume), .runScript(.down)]),
    (.terminate, [.signal(.terminate), .publish]),
  ]

  @Test(arguments: stops)
  func `sends the down-signal for d and never for t`(command: ControlCommand, effects: [Effect]) {
    var service = ServiceMachine.running(Self.parameters)
    expect(service.take(.control(command), .scriptEnded(.terminate, handled: false)), is: effects)
    #expect(service.gotTerm)
    #expect(service.phase == .stopping)
  }

  @Test func `sends TERM for a t that follows a d`() {
    var service = ServiceMachine.running(Self.parameters)
    service.take(.control(.down), .scriptEnded(.terminate, handled: false), .scriptEnded(.down, handled: false))
    let effects = service.take(.control(.terminate), .scriptEnded(.terminate, handled: false))
    #expect(effects == [.signal(.terminate), .publish])
  }

  @Test func `sends the down-signal for x when the last dependent is gone`() {
    var service = ServiceMachine.running(Self.parameters)
    expect(service.take(.control(.exit)), is: [.publish, .awaitDependents])
    expect(service.take(.dependentsGone), is: [.runScript(.terminate)])
    let effects = service.take(.scriptEnded(.terminate, handled: false))
    #expect(effects == [.signal(.interrupt), .publish, .signal(.resume), .runScript(.exit)])
  }

  @Test func `sends only CONT when control/t has handled a d`() {
    var service = ServiceMachine.running(Self.parameters)
    let effects = service.take(.control(.down), .scriptEnded(.terminate, handled: true))
    #expect(effects == [.signal(.resume), .runScript(.down)])
    #expect(!service.gotTerm)
    #expect(service.deadline == .after(30), "only the script has a limit")
  }

  @Test func `goes on with its life when control/t has handled a t`() {
    var service = ServiceMachine.running(Self.parameters)
    expect(service.take(.control(.terminate), .scriptEnded(.terminate, handled: true)), is: [])
    #expect(service.phase == .up)
    #expect(service.deadline == .never)
  }

  @Test func `kills a service that outlives timeout-kill`() {
    var service = ServiceMachine.running(Self.parameters)
    service.take(.control(.terminate), .scriptEnded(.terminate, handled: false), at: 10)
    #expect(service.deadline == .after(13))
    expect(service.take(.timeReached, at: 12.9), is: [])
    service.take(.control(.terminate), .scriptEnded(.terminate, handled: false), at: 12.9)
    #expect(service.deadline == .after(13), "asking again gains no time")
    expect(service.take(.timeReached, at: 13), is: [.signal(.kill)])
    #expect(service.deadline == .never)
  }

  @Test func `kills no later life for the sake of an earlier one`() {
    var service = ServiceMachine.running(Self.parameters)
    service.take(.control(.terminate), .scriptEnded(.terminate, handled: false), at: 10)
    service.take(.ended(.signal(15)), .finishMissing, .dependencies(.met), .scriptEnded(.up, handled: false), at: 11)
    service.take(.started(process: 102, Self.parameters), at: 11)
    #expect(service.deadline == .never)
    expect(service.take(.timeReached, at: 20), is: [])
  }

  @Test func `kills a finish that outlives timeout-finish`() {
    var service = ServiceMachine.running(Self.parameters)
    service.take(.ended(.exit(1)), .finishStarted(process: 101), at: 10)
    #expect(service.deadline == .after(14))
    expect(service.take(.timeReached, at: 14), is: [.signal(.kill)])
    #expect(service.activity == .finishing, "it is down when it has ended")
    service.take(.ended(.signal(9)), at: 14)
    #expect(service.activity == .waiting)
  }

  @Test func `waits for ever without the files`() {
    var service = ServiceMachine.stopping
    #expect(service.deadline == .never)
    service.take(.ended(.signal(15)), .finishStarted(process: 101))
    #expect(service.deadline == .never)
  }

  @Test func `kills a script that takes too long and then sends the signal`() {
    var service = ServiceMachine.running
    service.take(.control(.down), at: 10)
    #expect(service.deadline == .after(40))
    expect(service.take(.timeReached, at: 40), is: [.killScript(.terminate)])
    expect(service.take(.scriptEnded(.terminate, handled: false), at: 40).contains(.signal(.terminate)), is: true)
  }

  @Test func `kills each script 30 seconds after its own start`() {
    var service = ServiceMachine.running
    service.take(.control(.terminate), at: 10)
    service.take(.control(.hangUp), .scriptEnded(.hangUp, handled: false), at: 20)
    service.take(.control(.pause), at: 30)
    service.take(.control(.terminate), at: 35)
    #expect(service.deadline == .after(40), "no other command moves the limit of control/t")
    expect(service.take(.timeReached, at: 40), is: [.killScript(.terminate)])
    #expect(service.deadline == .after(60), "control/p has a limit of its own")
    expect(service.take(.timeReached, at: 60), is: [.killScript(.pause)])
    #expect(service.deadline == .never)
  }

  @Test func `kills scripts that reach their limit at once one after the other`() {
    var service = ServiceMachine.running
    service.take(.control(.hangUp), .control(.alarm), at: 10)
    expect(service.take(.timeReached, at: 40), is: [.killScript(.hangUp)])
    #expect(service.deadline == .after(40))
    expect(service.take(.timeReached, at: 40), is: [.killScript(.alarm)])
    #expect(service.deadline == .never)
  }

  @Test func `takes a down back while its process still lives`() {
    var service = ServiceMachine.stopping
    service.take(.control(.up))
    #expect(service.gotTerm)
    let effects = service.take(.ended(.signal(15)), .finishMissing, at: 30)
    #expect(effects.contains(.checkDependencies))
  }

  @Test(arguments: [ControlCommand.up, .once, .down])
  func `revokes x, but not TERM to runsv, by a command`(command: ControlCommand) {
    var revocable = ServiceMachine.stopping
    revocable.take(.control(.exit), .dependentsGone, .control(command), .ended(.signal(15)), .finishMissing, at: 30)
    #expect(!revocable.isGone)
    var final = ServiceMachine.stopping
    final.take(.exitOrdered, .dependentsGone, .scriptEnded(.terminate, handled: false), at: 29)
    final.take(.scriptEnded(.exit, handled: false), .control(command), at: 29)
    if command == .down { final.take(.scriptEnded(.terminate, handled: false), .scriptEnded(.exit, handled: false)) }
    final.take(.ended(.signal(15)), .finishMissing, at: 30)
    #expect(final.isGone)
  }

  @Test func `goes after its dependents when down comes during an exit that TERM ordered`() {
    var service = ServiceMachine.running
    service.take(.exitOrdered, .control(.down), at: 29)
    #expect(service.awaitsDependents)
    #expect(service.take(.dependentsGone, at: 29).contains(.runScript(.terminate)))
  }

  @Test func `marks a paused service though control/p has handled it`() {
    var service = ServiceMachine.running
    expect(service.take(.control(.pause), .scriptEnded(.pause, handled: true)), is: [.publish])
    #expect(service.isPaused)
    expect(service.take(.control(.resume), .scriptEnded(.resume, handled: true)), is: [.publish])
    #expect(!service.isPaused)
  }

  @Test func `goes on when control/k has handled a k`() {
    var service = ServiceMachine.running
    expect(service.take(.control(.kill), .scriptEnded(.kill, handled: true)), is: [])
    #expect(service.phase == .up)
  }
}
