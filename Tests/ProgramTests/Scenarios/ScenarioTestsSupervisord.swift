import Foundation
import Testing

@Suite("The migration from supervisord", .ours("issue 6: scenario 3"))
struct ScenarioTestsSupervisord {
  @Test func `starts the default set, and the others when they are asked for`() throws {
    let scenario = try Scenario("supervisord")
    try scenario.start()
    scenario.wait(for: "up", of: "dbus", "avahi", "watcher", "web")
    scenario.wait(for: "down", of: "easytier", "mosdns")
    try eventually { try scenario.status("easytier") == "down: easytier: Ns" }  // status follows detail
    #expect(try scenario.sv("-w", "5", "start", "easytier").code == 0)
    #expect(scenario.detail("easytier", "phase") == "up")
  }

  @Test func `brings up what a program writes at run time`() throws {
    let scenario = try Scenario("supervisord")
    try scenario.start()
    scenario.wait(for: "up", of: "watcher")
    var seconds: [Double] = []
    for number in 1...9 {
      let name = "tunnel\(number)"
      let add = try RunningProgram("/bin/sh", ["sh", ".bin/add-tunnel", name], in: scenario.place("scan"))
      #expect(add.wait() == .exited(0))
      scenario.wait(for: "up", of: name)
      seconds.append(try scenario.secondsFromLinkToState(name))
      // The best of nine is what the programs take; the rest is what else this machine has to do.
      if seconds.min() ?? 1 < 0.1 { break }
    }
    #expect(try #require(seconds.min()) < 0.1, "\(seconds)")
    unlink(scenario.place("scan/tunnel1"))
    eventually { scenario.lines("scan/.made/tunnel1/supervise/stat") == ["down"] }
  }

  @Test func `keeps stdout and stderr in files of their own`() throws {
    let scenario = try Scenario("supervisord")
    try scenario.start()
    eventually { scenario.lines("state/web.out.log") == ["to stdout"] }
    eventually { scenario.lines("state/web.err.log") == ["to stderr"] }
  }

  @Test func `stops by force what does not stop`() throws {
    let scenario = try Scenario("supervisord")
    try scenario.place.write("scan/web/deaf", "")
    try scenario.start()
    eventually { scenario.lines("state/web.err.log") == ["to stderr"] }
    eventually { scenario.detail("web", "pid").map { ProcessEntry(pid_t($0) ?? 0).arguments.first == "sleep" } == true }
    let outcome = try scenario.sv("-w", "3", "force-stop", "web")
    #expect(outcome.code == 0)
    #expect(outcome.lines.first?.hasPrefix("kill: run: web: (pid N) Ns, want down, got TERM") == true, "\(outcome)")
    scenario.wait(for: "down", of: "web")
    #expect(scenario.detail("web", "last-exit") == "signal KILL")
  }
}
