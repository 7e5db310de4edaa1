import RunitCore
import Testing

@Suite("Why a service is as it is")
struct ExplanationTests {
  typealias Snapshots = ServiceSnapshotTests

  static func facts(
    _ service: ServiceSnapshot, _ change: (inout ServiceFacts) -> Void = { _ in }
  ) -> ServiceFacts {
    var facts = ServiceFacts(
      name: Array("web".utf8), root: Array("/etc/service".utf8), directory: Array("/etc/service/web".utf8),
      service: service)
    change(&facts)
    return facts
  }

  static func detail(
    _ phase: ServiceDetail.Phase, pid: UInt32 = 0, starts: UInt64 = 3, lastExit: ServiceDetail.LastExit? = nil,
    waitingFor: Literal = "", reason: Literal = ""
  ) -> ServiceDetail {
    var detail = ServiceDetail(phase: phase)
    detail.processID = pid
    detail.starts = starts
    detail.lastExit = lastExit
    if lastExit != nil { detail.lastExitAt = TAI64N(unixSeconds: 998, nanoseconds: 0) }
    detail.waitingFor.append(waitingFor)
    detail.reason.append(reason)
    return detail
  }

  static let running = Snapshots.status(.run, pid: 7)
  static let throttled = Snapshots.status(.down)
  static let down = Snapshots.status(.down, want: "d")
  static let broken = ServiceSnapshot(.broken)

  static let absent: [(ServiceFacts, String)] = [
    (
      facts(broken) { $0.place = .nothing(isAvailable: true, similar: nil) },
      "web is not enabled: there is nothing of that name in /etc/service.\nNext: sv enable web\n"
    ),
    (
      facts(broken) { $0.place = .nothing(isAvailable: false, similar: Array("wep".utf8)) },
      "web is not enabled: there is nothing of that name in /etc/service. Did you mean wep?\nNext: sv why wep\n"
    ),
    (
      facts(broken) { $0.place = .danglingLink(target: Array("/etc/sv/web".utf8)) },
      "web is a link to /etc/sv/web, which does not exist.\nNext: rm /etc/service/web, or make what it leads to\n"
    ),
    (facts(broken) { $0.place = .file }, "web is no directory, and so no service.\n"),
    (
      facts(ServiceSnapshot(.never)) { $0.scanner = .none },
      "web is not supervised: no runsv has been started for it yet. No runsvdir watches /etc/service.\n"
        + "Next: runsvdir /etc/service\n"
    ),
    (
      facts(ServiceSnapshot(.notRunning)),
      "web is not supervised: its runsv has ended. A runsvdir watches /etc/service, and should start one within "
        + "seconds; if it does not, its standard error says why.\n"
    ),
    (
      facts(ServiceSnapshot(.never)) { $0.scanner = .stopped(process: Array("12".utf8)) },
      "web is not supervised: no runsv has been started for it yet. A runsvdir watches /etc/service, but was stopped and "
        + "stands still.\nNext: kill -CONT 12\n"
    ),
    (
      facts(ServiceSnapshot(.denied)),
      "You may not look: what runsv says of web is for another user's eyes, most likely root's.\nNext: sudo sv why web\n"
    ),
  ]

  static let standing: [(ServiceFacts, String)] = [
    (facts(Snapshots.supervised(running)), "web runs as process 7, for 1m40s.\n"),
    (
      facts(Snapshots.supervised(running, detail(.up, pid: 7, lastExit: .exited(code: 1)), normallyUp: false)),
      "web runs as process 7, for 1m40s. It is up by command: the file down keeps it from starting of itself. "
        + "It was started 3 times and last ended 2s ago with exit code 1.\n"
    ),
    (
      facts(Snapshots.supervised(Snapshots.status(.run, pid: 7, paused: true))),
      "web runs as process 7, for 1m40s, but was paused by command and stands still.\nNext: sv cont web\n"
    ),
    (
      facts(Snapshots.supervised(Snapshots.status(.run, pid: 7, want: "d", term: true))),
      "web runs as process 7, for 1m40s. It was told to stop and has got TERM, but is still there.\n"
        + "Next: sv force-stop web\n"
    ),
    (
      facts(Snapshots.supervised(Snapshots.status(.run, pid: 7, want: "d"))),
      "web runs as process 7, for 1m40s. It will not be restarted when it ends: it was told so.\n"
    ),
    (
      facts(Snapshots.supervised(running, detail(.starting, pid: 7))) { $0.announcement = .notification },
      "web runs as process 7, for 1m40s, but is not ready: it has not written a newline to its notification-fd.\n"
    ),
    (
      facts(Snapshots.supervised(running, detail(.starting, pid: 7))) { $0.announcement = .check },
      "web runs as process 7, for 1m40s, but is not ready: its ./check has not succeeded yet.\n"
        + "Next: cd /etc/service/web && ./check; echo $?\n"
    ),
    (
      facts(Snapshots.supervised(running)) {
        $0.isLogPipeFull = true
        $0.log = Snapshots.supervised(down)
      },
      "web runs as process 7, for 1m40s, and is blocked in writing to its log: the pipe is full, because the log "
        + "service is down.\nNext: sv why web/log\n"
    ),
    (
      facts(Snapshots.supervised(Snapshots.status(.finish, pid: 8, want: "d"))),
      "The ./run of web has ended, and its ./finish runs as process 8. Only then is it down.\n"
        + "Next: cat /proc/8/wchan; sv kill web if it hangs\n"
    ),
    (
      facts(Snapshots.supervised(throttled, detail(.done))),
      "web did its work 1m40s ago, which is all that is asked of it.\n"
    ),
  ]

  static let fallen: [(ServiceFacts, String)] = [
    (
      facts(Snapshots.supervised(throttled)) { $0.runProblem = .notExecutable },
      "web is wanted up, but does not stay up: it ends, and is started again after a pause. The file run is not "
        + "executable.\nNext: chmod +x /etc/service/web/run\n"
    ),
    (
      facts(Snapshots.supervised(throttled, detail(.waiting, lastExit: .exited(code: 127)))),
      "web is wanted up, but does not stay up: it ends, and is started again after a pause. It was started 3 times "
        + "and last ended 2s ago with exit code 127, which is what a shell says of a program that it does not find.\n"
        + "Next: cd /etc/service/web && ./run, to see what it says\n"
    ),
    (
      facts(Snapshots.supervised(throttled, detail(.waiting, lastExit: .signalled(number: 9)))) {
        $0.log = Snapshots.supervised(running)
      },
      "web is wanted up, but does not stay up: it ends, and is started again after a pause. It was started 3 times "
        + "and last ended 2s ago by signal KILL: somebody's, or the kernel's for want of memory (see dmesg).\n"
        + "Next: sv log web\n"
    ),
    (
      facts(Snapshots.supervised(throttled, detail(.waiting, lastExit: .signalled(number: 9)))) {
        $0.wasMemoryShort = true
        $0.log = Snapshots.supervised(running)
      },
      "web is wanted up, but does not stay up: it ends, and is started again after a pause. It was started 3 times "
        + "and last ended 2s ago by signal KILL: most likely the kernel's, which was short of memory then (see dmesg).\nNext: sv log web\n"
    ),
    (
      facts(Snapshots.supervised(throttled, detail(.waiting, waitingFor: "db net cache gone"))) {
        $0.dependencies = [
          .init(name: Array("db".utf8), service: Snapshots.supervised(down)),
          .init(
            name: Array("net".utf8), service: Snapshots.supervised(throttled, detail(.waiting, waitingFor: "dhcp"))),
          .init(name: Array("cache".utf8), service: Snapshots.supervised(running, detail(.starting, pid: 7))),
          .init(name: Array("gone".utf8), service: broken),
          .init(
            name: Array("mq".utf8),
            service: Snapshots.supervised(down, detail(.failed, reason: "restart-limit reached"))),
        ]
      },
      "web is wanted up and waits for db, which is down because it is wanted so, and for net, which itself waits for "
        + "dhcp, and for cache, which is starting and not ready, and for gone, which is not among the services, "
        + "and for mq, which has failed and was given up: restart-limit reached.\n"
        + "Next: sv why db\n"
    ),
    (
      facts(Snapshots.supervised(down, detail(.failed, lastExit: .exited(code: 2), reason: "4 deaths within 10 s"))),
      "web has failed and was given up: 4 deaths within 10 s. It stays down until it is told otherwise. It was started "
        + "3 times and last ended 2s ago with exit code 2.\nNext: sv up web\n"
    ),
    (
      facts(Snapshots.supervised(down)),
      "web was taken down by command, or told to run only once, and has been down for 1m40s.\nNext: sv up web\n"
    ),
    (
      facts(Snapshots.supervised(down, normallyUp: false)),
      "web is down because there is a file down in its directory, and nobody has started it since its runsv began "
        + "1m40s ago.\nNext: sv up web starts it for now\n"
    ),
  ]

  @Test(arguments: [absent, standing, fallen].joined())
  func `is said in a paragraph, with the next step`(facts: ServiceFacts, paragraph: String) {
    #expect(String(decoding: Explanation.paragraph(facts, now: Snapshots.now), as: UTF8.self) == paragraph)
  }
}
