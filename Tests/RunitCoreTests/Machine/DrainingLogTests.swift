import RunitCore
import Testing

@Suite("A logger whose service is gone")
struct DrainingLogTests {
  static var draining: ServiceMachine {
    var log = ServiceMachine.runningLog
    log.take(.drain)
    return log
  }

  @Test func `gets no signal as long as it ends by itself`() {
    var log = Self.draining
    expect(log.take(.timeReached, at: 9.9), is: [])
    log.take(.ended(.exit(0)), at: 9.9)
    #expect(log.isGone)
  }

  @Test func `gets TERM after ten seconds and KILL after five more`() {
    var log = Self.draining
    #expect(log.deadline == .after(10))
    let effects = log.take(.timeReached, at: 10)
    #expect(effects == [.report(.logDoesNotEnd), .signal(.terminate), .publish, .signal(.resume)])
    #expect(log.deadline == .after(15))
    expect(log.take(.timeReached, at: 15), is: [.signal(.kill)])
    #expect(log.deadline == .never)
  }

  @Test(arguments: [ControlCommand.up, .once, .exit, .down])
  func `is not brought back`(command: ControlCommand) {
    var log = Self.draining
    log.take(.control(command), .ended(.exit(0)), at: 5)
    #expect(log.isGone)
  }

  @Test func `is not started when it was pausing`() {
    var log = ServiceMachine.pausingLog
    log.take(.drain)
    #expect(log.deadline == .after(10))
    expect(log.take(.timeReached, at: 10), is: [])
    #expect(log.isGone)
  }
}
