import Testing

@testable import RunitCore

@Suite("What a killed runsv leaves")
struct InheritanceTests {
  static let since = TAI64N(unixSeconds: 100, nanoseconds: 5)

  private func status(_ want: Want, process: UInt32 = 0, state: ServiceState = .down) -> ServiceStatus {
    ServiceStatus(
      since: Self.since, processID: process, isPaused: false, want: want.byte, gotTerm: false, state: state)
  }

  private func detail(
    _ phase: ServiceDetail.Phase, process: UInt32 = 0, want: ServiceDetail.Want? = nil, reason: Literal = ""
  ) -> ServiceDetail {
    var detail = ServiceDetail(phase: phase)
    detail.processID = process
    detail.want = want
    detail.reason.append(reason)
    return detail
  }

  private func inheritance(_ machine: ServiceMachine) -> Inheritance? {
    Inheritance(of: machine.detail, machine.status)
  }

  @Test func `is what the operator asked for`() {
    let down = Inheritance(of: detail(.down, want: .down), status(.down))
    #expect(down?.isWantedUp == false)
    #expect(down?.downSince == Self.since)
    #expect(Inheritance(of: detail(.waiting, want: .up), status(.up))?.isWantedUp == true)
  }

  @Test(arguments: [Want.up, .down])
  func `is not what only the file down says`(want: Want) {
    let inheritance = Inheritance(of: detail(.down), status(want))
    #expect(inheritance != nil)
    #expect(inheritance?.isWantedUp == nil)
  }

  @Test func `is nothing after the command to exit`() {
    var machine = ServiceMachine.running
    machine.take(.control(.exit))
    #expect(machine.detail.want == .exit)
    #expect(inheritance(machine) == nil)
    #expect(Inheritance(ofRunning: machine.detail, machine.status) == nil)
  }

  @Test func `is nothing where runit's runsv was at work since`() {
    #expect(Inheritance(of: detail(.up, process: 7), status(.up)) == nil)
    #expect(Inheritance(of: detail(.down, want: .up), status(.down)) == nil)
  }

  @Test func `is that a one-shot is done`() {
    #expect(inheritance(.done)?.reached == .done)
    var successor = ServiceMachine.service(want: .up)
    let effects = successor.take(.inherited(inheritance(.done)!, .oneShot))
    #expect(effects == [.publish, .checkDependencies])
    expect(successor.take(.begin, .dependencies(.met)), is: [])
    #expect(successor.phase == .done)
    expect(successor.take(.control(.down)).last, is: .startFinish(.exit(0)))
  }

  @Test(arguments: [(6 as UInt32, true), (4, false)])
  func `is that a one-shot is done when status still names its process`(endNanoseconds: UInt32, isKnown: Bool) {
    var done = detail(.done)
    done.lastExit = .exited(code: 0)
    done.lastExitAt = TAI64N(unixSeconds: 100, nanoseconds: endNanoseconds)
    let inheritance = Inheritance(of: done, status(.up, process: 7, state: .run))
    #expect(inheritance?.reached == (isKnown ? .done : nil), "of a later process detail says nothing")
    #expect(inheritance?.downSince == (isKnown ? done.lastExitAt : nil))
  }

  @Test func `is not that a service is done which is no one-shot any more`() {
    var successor = ServiceMachine.service(want: .up)
    successor.take(.inherited(inheritance(.done)!, ServiceParameters()))
    expect(successor.take(.begin), is: [.publish, .checkDependencies])
  }

  @Test func `is a failure, until the operator says up`() {
    #expect(inheritance(.failed)?.reached == .failed(.restartLimit))
    var successor = ServiceMachine.service(want: .up)
    successor.take(.inherited(inheritance(.failed)!, ServiceParameters()), .begin)
    #expect(successor.phase == .failed)
    let isSaid = successor.detail.reason.span.equals("restart-limit reached")
    #expect(isSaid)
    #expect(successor.lastDeath?.death == .exit(1))
    expect(successor.take(.control(.up)), is: [.publish, .checkDependencies])
  }

  @Test(arguments: [ServiceMachine.Failure.dependencyCycle, .doubtfulProcess])
  func `is no failure that the next runsv finds by itself`(failure: ServiceMachine.Failure) {
    let former = Inheritance(
      of: detail(.failed, reason: failure.reason), status(.up))
    #expect(former?.reached == .nothing)
  }

  @Test func `is that a service stays down, also without a file down`() {
    var machine = ServiceMachine.stopping
    machine.take(.ended(.signal(15)), .finishMissing)
    var successor = ServiceMachine.service(want: .up)
    successor.take(.inherited(inheritance(machine)!, ServiceParameters()))
    expect(successor.take(.begin), is: [.publish])
    #expect(successor.status == machine.status)
  }

  @Test func `is that a service with a file down goes up`() {
    var successor = ServiceMachine.down
    successor.take(.inherited(Inheritance(isWantedUp: true), ServiceParameters()))
    expect(successor.take(.begin), is: [.publish, .checkDependencies])
  }

  @Test func `is the one run that was asked for, if that did not begin`() {
    var machine = ServiceMachine.down
    machine.take(.control(.once), .dependencies(.unmet))
    var successor = ServiceMachine.service(want: .up)
    successor.take(.inherited(inheritance(machine)!, ServiceParameters()))
    expect(successor.take(.begin), is: [.publish, .checkDependencies])
    #expect(successor.want == .down)
    #expect(successor.isOnce)
  }

  @Test func `is no second run of a service that was asked for once`() {
    let (detail, status) = (detail(.up, process: 7, want: .once), status(.down, process: 7, state: .run))
    let gone = Inheritance(of: detail, status)
    #expect(gone?.isOnce == false)
    #expect(gone?.isWantedUp == false)
    #expect(Inheritance(ofRunning: detail, status)?.isOnce == true)
    #expect(Inheritance(ofRunning: detail, nil)?.isOnce == true, "in the moment of its birth")
  }

  @Test func `says no progress when a process came after it`() {
    var inheritance = inheritance(.done)!
    inheritance.forgetProgress()
    #expect(inheritance.reached == .nothing)
    #expect(inheritance.isWantedUp == nil)
  }

  @Test func `comes before an adopted process, whose stop goes on with its time limit`() {
    var successor = ServiceMachine.service(want: .up)
    successor.take(
      .inherited(Inheritance(isWantedUp: false), ServiceParameters()),
      .adopted(
        process: 77, since: Self.since, readySince: nil, isPaused: true, gotTerm: true,
        .with { $0.killTimeoutMilliseconds = 2000 }), at: 1)
    #expect(successor.phase == .stopping)
    #expect(successor.isPaused)
    #expect(successor.deadline == .after(3))
    successor.take(.ended(.unknown), .finishMissing, at: 2)
    #expect(successor.activity == .down)
    #expect(successor.want == .down)
  }
}

@Suite("A process that may be the service's")
struct DoubtfulProcessTests {
  @Test func `keeps it down, with a reason, until the process is gone`() {
    var service = ServiceMachine.service(want: .up)
    service.take(.doubted(process: 77))
    expect(service.take(.begin), is: [])
    #expect(service.phase == .failed)
    #expect(service.isGone == false)
    let reason = service.detail.reason
    #expect(String(decoding: reason.span.indices.map { reason.span[$0] }, as: UTF8.self).hasSuffix(": 77"))
    expect(service.take(.control(.up), .dependencies(.met), .scriptEnded(.up, handled: false)), is: [.startRun])
    service.take(.doubted(process: 77))
    #expect(service.phase == .failed)
    service.take(.control(.up), .dependencies(.met), .scriptEnded(.up, handled: false))
    service.take(.started(process: 100, ServiceParameters()))
    #expect(service.phase == .up)
    #expect(service.doubtfulProcess == 0)
  }

  @Test func `lets go of what it needs`() {
    var service = ServiceMachine.service(want: .up)
    service.take(.begin, .dependencies(.met), .scriptEnded(.up, handled: false))
    #expect(service.take(.doubted(process: 77)).contains(.releaseDependencies))
  }

  @Test func `does not keep runsv from leaving`() {
    var service = ServiceMachine.service(want: .up)
    service.take(.doubted(process: 77), .control(.exit), .dependentsGone)
    #expect(service.isGone)
  }
}

@Suite("The offsets of a time name space")
struct TimeOffsetsTests {
  static let offsets: [(text: String, nanoseconds: Int64?)] = [
    ("monotonic           0         0\nboottime            0         0\n", 0),
    ("monotonic  1 0\nboottime   86400 500\n", 86_400_000_000_500),
    ("boottime   -100 5\n", -99_999_999_995),
    ("monotonic 1 0\n", nil), ("boottime 1\n", nil), ("boottime x 0\n", nil), ("boottime 9223372036 999999999\n", nil),
    ("boottime 0 9223372036854775808\n", nil),
    ("boottime 99999999999999 0\n", nil), ("", nil),
  ]

  @Test(arguments: offsets)
  func `are those of the boot clock`(text: String, nanoseconds: Int64?) {
    expect(TimeOffsets.boot(Array(text.utf8).span), is: nanoseconds)
  }
}
