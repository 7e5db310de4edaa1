import RunitCore
import Testing

@Suite("What the state files say")
struct ServiceMachineStatusTests {
  /// A machine after `events`, and the line in `supervise/stat`.
  static let texts: [(ServiceMachine, [Event], String)] = [
    (.down, [], "down"),
    (.waiting, [], "down"),
    (.preparing, [], "down"),
    (.pausing, [], "down"),
    (.done, [], "down"),
    (.failed, [], "down"),
    (.running, [], "run"),
    (.running, pause, "run, paused"),
    (.running, terminate, "run, got TERM"),
    (.running, [.control(.once)], "run, want down"),
    (.running, pause + terminate, "run, paused, got TERM"),
    (.running, pause + [.control(.once)], "run, paused, want down"),
    (.running, [.control(.down)] + asked, "run, got TERM, want down"),
    (.running, [.control(.exit), .dependentsGone] + asked, "run, got TERM, want exit"),
    (.running, pause + [.control(.down)] + asked, "run, paused, got TERM, want down"),
    (.running, pause + [.control(.exit), .dependentsGone] + asked, "run, paused, got TERM, want exit"),
    (.running, [.control(.exit)], "run, want exit"),
    (.running, pause + [.control(.exit)], "run, paused, want exit"),
    (.finishing, [], "finish"),
    (.finishing, [.control(.down)], "finish, want down"),
    (.finishing, [.control(.exit)], "finish, want exit"),
    (.running, pause + [.ended(.exit(0))], "finish, paused"),
    (.running, pause + [.control(.down)] + asked + [.ended(.signal(15))], "finish, paused, want down"),
    (.running, pause + [.control(.down)] + asked + [.ended(.signal(15)), .finishMissing], "down, paused"),
    (.runningLog, [.drain], "run, want exit"),
  ]

  static let pause: [Event] = [.control(.pause), .scriptEnded(.pause, handled: false)]
  static let asked: [Event] = [.scriptEnded(.terminate, handled: false)]
  static let terminate = [Event.control(.terminate)] + asked

  @Test(arguments: texts)
  func `is runit's line in every state`(machine: ServiceMachine, events: [Event], text: String) {
    var machine = machine
    for event in events { machine.take(event, at: 1) }
    var line = TextBuffer<64>()
    machine.writeStat(to: &line)
    #expect(String(decoding: line) == text + "\n")
    let status = machine.status
    #expect(status.isPaused == text.contains("paused"))
    #expect(status.gotTerm == text.contains("got TERM"))
    #expect(text.contains("want") ? status.isWantedDown : true)
    #expect(status.processID == UInt32(machine.process))
  }

  @Test func `keeps the stamp of the start until the service is down`() {
    var service = ServiceMachine.running
    service.take(.control(.pause), .scriptEnded(.pause, handled: false), .control(.terminate), at: 3)
    service.take(.ended(.exit(0)), .finishStarted(process: 101), at: 5)
    #expect(service.status.since == Moment.after(0).wall)
    #expect(service.status.processID == 101)
    service.take(.ended(.exit(0)), at: 6)
    #expect(service.status.since == Moment.after(6).wall)
    #expect(service.status.processID == 0)
  }

  @Test func `tells the last death and the number of starts`() {
    var service = ServiceMachine.pausing
    #expect(service.detail.starts == 1)
    #expect(service.detail.lastExit == .exited(code: 1))
    #expect(service.detail.lastExitAt == Moment.after(0).wall)
    service.take(.timeReached, .dependencies(.met), .scriptEnded(.up, handled: false), at: 1)
    service.take(.started(process: 102, ServiceParameters()), .ended(.signal(11)), at: 2)
    #expect(service.detail.starts == 2)
    #expect(service.detail.lastExit == .signalled(number: 11))
    service.take(.finishStarted(process: 103), .ended(.exit(0)), at: 3)
    #expect(service.detail.lastExit == .signalled(number: 11), "the end of ./finish is another matter")
  }

  @Test func `knows nothing of the death of an adopted process`() {
    var service = ServiceMachine.down
    service.take(.adopted(process: 77, since: Moment.after(-9).wall, readySince: nil, ServiceParameters()))
    #expect(service.status.since == Moment.after(-9).wall)
    #expect(service.detail.starts == 0)
    expect(service.take(.ended(.unknown)), is: [.publish, .startFinish(.unknown)])
    #expect(service.detail.lastExit == .unknown)
  }
}
