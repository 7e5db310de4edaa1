import RunitCore
import Testing

@Suite("Dependencies of a machine")
struct DependencyTests {
  @Test func `are asked before each start`() {
    var service = ServiceMachine.service(want: .up)
    expect(service.take(.begin), is: [.publish, .checkDependencies])
    service.take(.dependencies(.met), .scriptEnded(.up, handled: false), .started(process: 100, ServiceParameters()))
    expect(service.take(.ended(.exit(0)), .finishMissing, at: 5).last, is: .checkDependencies)
  }

  @Test func `are searched for a cycle half a second after the last news, not more often`() {
    var service = ServiceMachine.waiting
    #expect(service.deadline == .after(0.5))
    service.take(.dependencies(.unmet), at: 0.4)
    #expect(service.deadline == .after(0.5))
    expect(service.take(.timeReached, at: 0.5), is: [.searchCycle])
    #expect(service.deadline == .never, "nothing is polled")
    service.take(.dependencies(.unmet), at: 7)
    #expect(service.deadline == .after(7.5))
  }

  @Test func `are looked at again by u after a cycle`() {
    var service = ServiceMachine.waiting
    service.take(.dependencies(.cycle))
    #expect(service.want == .down)
    #expect(String(decoding: service.detail.reason) == "dependency cycle")
    expect(service.take(.control(.up)), is: [.publish, .checkDependencies])
  }

  @Test func `start nothing while control/u of an abandoned start still runs`() {
    var service = ServiceMachine.preparing
    service.take(.control(.down))
    expect(service.take(.scriptEnded(.up, handled: true)), is: [])
    #expect(service.activity == .down)
  }

  @Test func `are not waited for by runsv when it is told to exit`() {
    var service = ServiceMachine.waiting
    service.take(.control(.exit))
    #expect(!service.isGone, "its own dependents go first")
    service.take(.dependentsGone)
    #expect(service.isGone)
  }

  @Test func `that exit take the service along, and it waits for their return`() {
    var service = ServiceMachine.running
    expect(service.take(.dependencyExits), is: [.publish, .awaitDependents])
    expect(service.take(.dependencyExits), is: [], "once is enough")
    expect(service.take(.dependentsGone), is: [.runScript(.terminate)])
    let effects = service.take(.scriptEnded(.terminate, handled: false))
    #expect(effects == [.signal(.terminate), .publish, .signal(.resume), .runScript(.down)])
    #expect(service.want == .up)
    let last = service.take(.scriptEnded(.down, handled: false), .ended(.signal(15)), .finishMissing)
    #expect(last == [.publish, .releaseDependencies, .checkDependencies], "without a pause")
    service.take(.dependencies(.unmet))
    #expect(service.phase == .waiting)
  }

  @Test(arguments: [ControlCommand.up, .once])
  func `that exit are given way to whatever is asked meanwhile`(command: ControlCommand) {
    var service = ServiceMachine.running
    service.take(.dependencyExits, .control(command))
    #expect(service.phase == .exiting)
    expect(service.take(.dependentsGone), is: [.runScript(.terminate)])
  }

  @Test func `that exit are given way to although an exit is taken back`() {
    var service = ServiceMachine.exiting
    expect(service.take(.dependencyExits), is: [])
    service.take(.control(.up))
    #expect(service.phase == .exiting)
    expect(service.take(.dependentsGone), is: [.runScript(.terminate)])
  }

  @Test func `that exit send no second signal to a service that is being stopped`() {
    var service = ServiceMachine.stopping
    expect(service.take(.dependencyExits), is: [])
  }

  @Test func `may exit again in the next life`() {
    var service = ServiceMachine.running
    service.take(.dependencyExits, .control(.down), .scriptEnded(.terminate, handled: false))
    service.take(.scriptEnded(.down, handled: false), .ended(.signal(15)), .finishMissing)
    #expect(service.activity == .down)
    service.take(.control(.up), .dependencies(.met), .scriptEnded(.up, handled: false))
    service.take(.started(process: 103, ServiceParameters()))
    expect(service.take(.dependencyExits), is: [.publish, .awaitDependents])
  }

  @Test func `outlive a service that dies while its dependents are awaited`() {
    var service = ServiceMachine.exiting
    service.take(.ended(.exit(1)), .finishMissing)
    #expect(service.phase == .exiting)
    #expect(!service.isGone)
    service.take(.dependentsGone)
    #expect(service.isGone)
  }
}
