import RunitCore
import Testing

@Suite("A tree")
struct TreeMachineTests {
  static let second: Int64 = 1_000_000_000

  var container = TreeMachine(isContainer: true)

  @Test func `leaves its services alone on TERM outside a container`() {
    var tree = TreeMachine(isContainer: false)
    #expect(tree.request(.terminate, at: 0) == .exit(code: 0))
  }

  @Test(arguments: [true, false])
  func `stops its services on HUP, and ends when they are gone`(isContainer: Bool) {
    var tree = TreeMachine(isContainer: isContainer)
    #expect(tree.servicesGone() == nil)
    #expect(tree.request(.hangUp, at: 0) == .stopServices)
    #expect(!tree.isUp)
    #expect(tree.servicesGone() == .exit(code: 111))
  }

  @Test mutating func `stops its services on TERM in a container`() {
    #expect(container.request(.terminate, at: 0) == .stopServices)
    #expect(container.servicesGone() == .exit(code: 0))
  }

  static let pairs: [(TreeMachine.Request, TreeMachine.Request, Int32)] = [
    (.terminate, .terminate, 0), (.terminate, .hangUp, 111), (.hangUp, .terminate, 0), (.hangUp, .hangUp, 111),
  ]

  @Test(arguments: pairs)
  func `ends at once on the second request`(first: TreeMachine.Request, second: TreeMachine.Request, code: Int32) {
    var tree = TreeMachine(isContainer: true)
    #expect(tree.request(first, at: 0) == .stopServices)
    #expect(tree.request(second, at: 0) == .exit(code: code))
  }

  @Test(arguments: [TreeMachine.Request.terminate, .hangUp])
  func `counts the first request behind an end of its own as the first`(request: TreeMachine.Request) {
    var tree = TreeMachine(isContainer: true)
    #expect(tree.essentialServiceEnded(code: 7, at: 0) == .stopServices)
    #expect(tree.request(request, at: 0) == nil)
    #expect(tree.request(request, at: 0) == .exit(code: 7))
  }

  // MARK: The main program

  @Test mutating func `ends with its main program, and with its code`() {
    container.commandStarted()
    #expect(container.commandEnded(code: 3, at: 0) == .stopServices)
    #expect(container.servicesGone() == .exit(code: 3))
  }

  @Test mutating func `ends when its main program can't be started`() {
    #expect(container.commandEnded(code: 127, at: 0) == .stopServices)
    #expect(container.servicesGone() == .exit(code: 127))
  }

  @Test(arguments: [(TreeMachine.Request.terminate, Int32(143)), (.hangUp, 111)])
  func `ends its main program before the services`(request: TreeMachine.Request, code: Int32) {
    var tree = TreeMachine(isContainer: true)
    tree.commandStarted()
    #expect(tree.request(request, at: 0) == .terminateCommand)
    #expect(tree.servicesGone() == nil)
    #expect(tree.commandEnded(code: 143, at: 0) == .stopServices)
    #expect(tree.servicesGone() == .exit(code: code))
  }

  // MARK: Essential services

  @Test mutating func `ends with the code of an essential service, and that of the first of them`() {
    #expect(container.essentialServiceEnded(code: 7, at: 0) == .stopServices)
    #expect(container.essentialServiceEnded(code: 8, at: 0) == nil)
    #expect(container.servicesGone() == .exit(code: 7))
  }

  @Test mutating func `takes no other code when an essential service has ended`() {
    container.commandStarted()
    #expect(container.essentialServiceEnded(code: 7, at: 0) == .terminateCommand)
    #expect(container.commandEnded(code: 143, at: 0) == .stopServices)
    #expect(container.servicesGone() == .exit(code: 7))
  }

  // MARK: The budget

  @Test func `has all the time that it needs without a budget`() {
    var tree = TreeMachine(isContainer: true)
    _ = tree.request(.terminate, at: 5 * Self.second)
    #expect(tree.deadline == .max)
    #expect(tree.timePassed(at: .max - 1) == nil)
  }

  @Test func `kills what is left when its budget is spent`() {
    var tree = TreeMachine(isContainer: true, budgetSeconds: 3)
    #expect(tree.deadline == .max)
    _ = tree.request(.terminate, at: 5 * Self.second)
    #expect(tree.deadline == 8 * Self.second)
    #expect(tree.timePassed(at: 8 * Self.second - 1) == nil)
    #expect(tree.timePassed(at: 8 * Self.second) == .killAll)
    #expect(tree.servicesGone() == .exit(code: 0))
  }

  @Test func `kills its main program as well`() {
    var tree = TreeMachine(isContainer: true, budgetSeconds: 3)
    tree.commandStarted()
    #expect(tree.request(.terminate, at: 0) == .terminateCommand)
    #expect(tree.timePassed(at: 3 * Self.second) == .killAll)
    #expect(tree.servicesGone() == nil)
    #expect(tree.commandEnded(code: 137, at: 3 * Self.second) == nil)
    #expect(tree.servicesGone() == .exit(code: 137))
  }

  @Test func `does not wait for what even KILL can't end`() {
    var tree = TreeMachine(isContainer: true, budgetSeconds: 3)
    _ = tree.request(.hangUp, at: 0)
    _ = tree.timePassed(at: 3 * Self.second)
    #expect(tree.timePassed(at: 4 * Self.second - 1) == nil)
    #expect(tree.timePassed(at: 4 * Self.second) == .exit(code: 111))
  }
}

@Suite("A service that a main program waits for")
struct SettledServiceTests {
  static func status(_ state: ServiceState, want: UInt8 = UInt8(ascii: "u"), gotTerm: Bool = false) -> ServiceStatus {
    ServiceStatus(
      since: TAI64N(seconds: 0, nanoseconds: 0), processID: state == .down ? 0 : 7, isPaused: false, want: want,
      gotTerm: gotTerm, state: state)
  }

  static func detail(_ phase: ServiceDetail.Phase, process: UInt32 = 7) -> ServiceDetail {
    var detail = ServiceDetail(phase: phase)
    detail.processID = process
    if phase == .ready { detail.readySince = TAI64N(seconds: 0, nanoseconds: 0) }
    return detail
  }

  static let cases: [(status: ServiceStatus, detail: ServiceDetail?, isSettled: Bool)] = [
    (status(.run), nil, true),
    (status(.run), detail(.up), true),
    (status(.run), detail(.ready), true),
    (status(.run), detail(.starting), false),
    (status(.run), detail(.starting, process: 6), true),
    (status(.run, gotTerm: true), detail(.stopping), false),
    (status(.finish), nil, false),
    (status(.down), nil, false),
    (status(.down), detail(.waiting, process: 0), false),
    (status(.down), detail(.done, process: 0), true),
    (status(.down, want: UInt8(ascii: "d")), nil, true),
    (status(.down, want: UInt8(ascii: "d")), detail(.failed, process: 0), true),
    (status(.run, want: UInt8(ascii: "d")), nil, true),
  ]

  @Test(arguments: cases)
  func `is settled when it is as it is wanted`(status: ServiceStatus, detail: ServiceDetail?, isSettled: Bool) {
    #expect(status.isSettled(detail) == isSettled)
  }
}
