import RunitCore
import Testing

@Suite("A one-shot")
struct OneShotTests {
  @Test func `is done by exit 0, which counts as down on the wire`() {
    let service = ServiceMachine.done
    #expect(service.phase == .done)
    #expect(service.state == .down)
    #expect(service.want == .up)
    #expect(service.process == 0)
  }

  @Test func `is as good as ready when it is done, not when it runs`() {
    #expect(ServiceMachine.running(.oneShot).phase == .starting)
  }

  @Test func `keeps what it needs while it is done`() {
    var service = ServiceMachine.running(.oneShot)
    expect(service.take(.ended(.exit(0))), is: [.publish])
  }

  @Test(arguments: [Death.exit(1), .signal(9)])
  func `is tried again after any other end`(death: Death) {
    var service = ServiceMachine.running(.oneShot)
    expect(service.take(.ended(death)), is: [.publish, .startFinish(death)])
    service.take(.finishMissing)
    #expect(service.activity == .pausing)
  }

  @Test func `is not done when it was stopped`() {
    var service = ServiceMachine.running(.oneShot)
    service.take(.control(.down), .scriptEnded(.terminate, handled: false))
    expect(service.take(.ended(.exit(0))), is: [.publish, .startFinish(.exit(0))])
  }

  @Test func `is undone by d`() {
    var service = ServiceMachine.done
    expect(service.take(.control(.down)).last, is: .startFinish(.exit(0)))
    service.take(.finishStarted(process: 101), .ended(.exit(0)))
    #expect(service.activity == .down)
    #expect(service.want == .down)
  }

  @Test func `is undone and run again by sv restart`() {
    var service = ServiceMachine.done
    service.take(.control(.terminate), .control(.resume), .control(.up))
    #expect(service.phase == .finish)
    expect(service.take(.finishMissing), is: [.publish, .releaseDependencies, .checkDependencies], "without a pause")
  }

  @Test func `is undone before runsv exits`() {
    var service = ServiceMachine.done
    service.take(.control(.exit))
    expect(service.take(.dependentsGone).last, is: .startFinish(.exit(0)))
    service.take(.finishMissing)
    #expect(service.isGone)
  }

  @Test func `is done after once, too`() {
    var service = ServiceMachine.running(.oneShot)
    service.take(.control(.once), .ended(.exit(0)))
    #expect(service.phase == .done)
    #expect(service.want == .down)
  }
}
