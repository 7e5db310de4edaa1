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

  @Test func `is not started when it was pausing and its input is empty`() {
    var log = ServiceMachine.pausingLog
    log.take(.drain)
    #expect(log.isGone)
    #expect(log.deadline == .after(10))
    expect(log.take(.timeReached, at: 10), is: [])
    #expect(log.isGone)
  }

  @Test func `is started once for what is left of its input`() {
    var log = ServiceMachine.pausingLog
    log.take(.drain)
    expect(log.take(.inputLeft, at: 1), is: [.startRun])
    #expect(!log.isGone)
    expect(log.take(.inputLeft, at: 1), is: [])
    log.take(.started(process: 200, ServiceParameters()), .inputLeft, at: 1)
    #expect(log.deadline == .after(11), "it has ten seconds")
    log.take(.ended(.exit(0)), at: 2)
    #expect(log.isGone)
    expect(log.take(.inputLeft, at: 2), is: [])
    #expect(log.isGone, "once is enough: it does not read")
  }

  @Test func `is started again when it dies before the end of its input`() {
    var log = Self.draining
    log.take(.ended(.signal(9)), at: 5)
    expect(log.take(.inputLeft, at: 5), is: [.startRun])
  }

  @Test func `is not started again when it was ended because it does not read`() {
    var log = Self.draining
    log.take(.timeReached, at: 10)
    log.take(.ended(.signal(15)), at: 10)
    expect(log.take(.inputLeft, at: 10), is: [])
    #expect(log.isGone)
  }

  @Test func `is not started when the operator wants it down`() {
    var log = ServiceMachine.log(want: .down)
    log.take(.begin, .drain)
    expect(log.take(.inputLeft), is: [])
    #expect(log.isGone)
  }

  @Test func `is given up after ten seconds in which no process was to be had`() {
    var log = ServiceMachine.pausingLog
    log.take(.drain, .inputLeft, .forkFailed)
    expect(log.take(.timeReached, at: 5), is: [.startRun])
    log.take(.forkFailed, at: 5.1)
    expect(log.take(.timeReached, at: 10), is: [.report(.logDoesNotStart)])
    #expect(log.isGone)
    #expect(log.deadline == .never)
  }
}
