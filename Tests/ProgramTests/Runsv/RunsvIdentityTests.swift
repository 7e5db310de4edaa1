import Foundation
import Testing

@Suite("A process left by a killed runsv", .ours("extensions-2.md: where in doubt, never a second copy"))
struct RunsvIdentityTests {
  static let stay = Script.stay("start")
  /// Works in the root directory, as many daemons do, and so does not show whose it is.
  static let daemon = "#!/bin/sh\necho start >>events\ncd / && exec sleep 1000\n"

  private func copy(_ fixture: ServiceFixture) throws {
    _ = try RunningProgram("/bin/sh", ["sh", "-c", "cp -a web copy"], in: fixture.place.path).wait()
  }

  private func phase(_ fixture: ServiceFixture, _ directory: String = "web") -> String? {
    fixture.place.read("\(directory)/supervise/detail")?.split(separator: "\n").first.map(String.init)
  }

  /// Starts `runsv` and leaves its process behind.
  private func leaveProcess(_ fixture: ServiceFixture) throws -> pid_t {
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let process = try fixture.service.waitForProcess()
    eventually { fixture.read("supervise/lock") == "" }
    try fixture.killRunsv()
    return process
  }

  @Test func `is adopted where its lock became another file, if it works here`() throws {
    let fixture = try ServiceFixture(["run": Self.stay])
    let process = try leaveProcess(fixture)
    try fixture.remove("supervise/lock")
    try fixture.start(until: "run")
    #expect(try fixture.service.waitForProcess() == process)
    #expect(fixture.events == ["start"])
  }

  @Test func `is not adopted in a copy, which starts its own`() throws {
    let fixture = try ServiceFixture(["run": Self.stay])
    let process = try leaveProcess(fixture)
    try copy(fixture)
    let runsv = try RunningProgram(program: "runsv", ["copy"], in: fixture.place.path)
    let own = try SuperviseView(path: fixture.place("copy/supervise")).waitForProcess(otherThan: process)
    #expect(ProcessEntry(own).parent == runsv.id)
    try fixture.start(until: "run")
    #expect(try fixture.service.waitForProcess() == process)
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    #expect(ProcessEntry(process).isAlive)
  }

  @Test func `is another's in a copy while the runsv of the original supervises it`() throws {
    let fixture = try ServiceFixture(["run": Self.daemon])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let process = try fixture.service.waitForProcess()
    eventually { ProcessEntry(process).workingDirectory == "/" }
    try copy(fixture)
    let runsv = try RunningProgram(program: "runsv", ["copy"], in: fixture.place.path)
    try SuperviseView(path: fixture.place("copy/supervise")).waitForProcess(otherThan: process)
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    #expect(runsv.error == "")
  }

  @Test func `keeps the service down where it may be its own, which is said once`() throws {
    let fixture = try ServiceFixture(["run": Self.daemon])
    let process = try leaveProcess(fixture)
    eventually { ProcessEntry(process).workingDirectory == "/" }
    try copy(fixture)
    let runsv = try RunningProgram(program: "runsv", ["copy"], in: fixture.place.path)
    let copy = SuperviseView(path: fixture.place("copy/supervise"))
    eventually { phase(fixture, "copy") == "phase failed" }
    let reason = "a former runsv may have left this process of the service; end it, then use sv up: \(process)"
    #expect(fixture.place.read("copy/supervise/detail")?.contains("\nreason \(reason)\n") == true)
    copy.send("uc")
    let why = try run("sv", ["why", "./copy"], in: fixture.place.path)
    #expect(why.output.contains(reason), "\(why)")
    eventually { copy.status?.want == "d" }
    #expect(runsv.error == "runsv copy: warning: not starting: \(reason)\n")
    #expect(ProcessEntry(process).isAlive)
    kill(process, SIGKILL)
    eventually { !ProcessEntry(process).isAlive }
    copy.send("u")
    copy.wait(for: "run")
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
  }

  @Test(.asRoot, arguments: [true, false])
  func `is adopted on overlayfs after the kernel has dropped its caches`(hasLowerLock: Bool) throws {
    let place = try TemporaryDirectory()
    try place.write("lower/web/run", Self.daemon, mode: 0o755)
    if hasLowerLock { try place.write("lower/web/supervise/lock", "", mode: 0o600) }
    let script = """
      mkdir upper && mount -t tmpfs none upper && mkdir upper/u upper/w upper/o &&
      mount -t overlay none -o lowerdir=lower,upperdir=upper/u,workdir=upper/w upper/o && cd upper/o || exit 99
      chmod -R go-rwx web/supervise 2>/dev/null
      until_() { for n in $(seq 400); do eval "$1" && return; sleep 0.05; done; echo "never: $1"; }
      \(Programs.path("runsv")) web & R=$!
      until_ 'grep -q start web/events && grep -q run web/supervise/stat'; P=$(cat web/supervise/pid)
      until_ '[ "$(cat /proc/$P/comm)" = sleep ]'
      kill -9 $R; wait $R; sync; echo 2 >/proc/sys/vm/drop_caches
      \(Programs.path("runsv")) web & R=$!
      until_ '[ -p web/supervise/ok ] && : >web/supervise/ok'
      [ $(cat web/supervise/pid) = $P ] && cat web/events; kill $R; wait $R
      """
    let program = try RunningProgram("/usr/bin/unshare", ["unshare", "-m", "bash", "-c", script], in: place.path)
    #expect(program.wait(within: 60) == .exited(0))
    #expect(program.output == "start\n", "\(program.error)")
  }

  @Test(.asRoot, arguments: [["unshare", "-T", "--boottime", "1000000", "--"], []])
  func `is adopted in a time name space with another boot time`(former: [String]) throws {
    let fixture = try ServiceFixture(["run": Self.stay])
    let words = ["env"] + former + [Programs.path("runsv"), "web"]
    let first = try RunningProgram("/usr/bin/env", words, in: fixture.place.path)
    fixture.wait(for: "start")
    let process = try fixture.service.waitForProcess()
    eventually { fixture.read("supervise/lock") == "" }
    first.signal(SIGKILL)
    #expect(first.wait() == .signalled(SIGKILL))
    let latter = former.isEmpty ? ["unshare", "-T", "--boottime", "2000000", "--"] : []
    let second = try RunningProgram(
      "/usr/bin/env", ["env"] + latter + [Programs.path("runsv"), "web"], in: fixture.place.path)
    eventually { fixture.service.isSupervised }
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    #expect(fixture.service.status?.pid == process)
    fixture.service.send("x")
    #expect(second.wait() == .exited(0))
    #expect(fixture.events == ["start"])
  }
}
