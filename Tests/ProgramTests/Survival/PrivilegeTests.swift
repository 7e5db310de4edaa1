import CLibc
import Foundation
import Testing

@Suite("A user who was not given a service", .asRoot)
struct StrangerTests {
  private static func start() throws -> (fixture: ServiceFixture, process: pid_t) {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    return (fixture, try fixture.service.waitForProcess())
  }

  @Test func `finds its directories closed, and the FIFOs in them too`() throws {
    let (fixture, _) = try Self.start()
    for place in ["supervise", "log/supervise"] {
      #expect(RunsvSuperviseDirectoryTests.mode(fixture(place)) == S_IFDIR | 0o700)
      for fifo in ["control", "ok"] {
        #expect(RunsvSuperviseDirectoryTests.mode(fixture("\(place)/\(fifo)")) == S_IFIFO | 0o600)
      }
    }
    guard !Programs.areReference else { return }
    #expect(RunsvSuperviseDirectoryTests.mode(fixture("supervise/dependents")) == S_IFIFO | 0o600)
  }

  static let attempts = [
    "printf d >supervise/control", "printf x >log/supervise/control", "cat supervise/status", "ls supervise",
    "mv supervise mine", "rm supervise/status", "mkfifo supervise/other", "kill $PID", "kill $RUNSV",
    "printf d >/proc/$RUNSV/fd/5", "ls /proc/$RUNSV/fd",
  ]

  @Test(arguments: attempts)
  func `gets nowhere with`(attempt: String) throws {
    let (fixture, process) = try Self.start()
    let runsv = try #require(fixture.runsv).id
    let outcome = try Stranger.run("PID=\(process) RUNSV=\(runsv); \(attempt)", in: fixture.path)
    #expect(outcome.code != 0, "\(outcome)")
    #expect(fixture.service.pid == process && fixture.runsv?.poll() == nil)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
  }

  @Test(.with("sv"), arguments: ["status", "up", "down", "restart", "exit", "kill", "force-stop"])
  func `is refused by sv`(command: String) throws {
    let (fixture, process) = try Self.start()
    let outcome = try Stranger.run("\(Programs.path("sv")) -w 1 \(command) \(fixture.path)", in: "/")
    #expect(outcome.code != 0)
    #expect((outcome.output + outcome.error).contains("access denied"), "\(outcome)")
    #expect(fixture.service.pid == process)
  }

  @Test(.ours("extensions.md: the place for a read-only service directory"), arguments: [true, false])
  func `cannot have it by making its fallback directory first`(isLink: Bool) throws {
    let name = "runit-test-\(UUID().uuidString)"
    let place = try TemporaryDirectory()
    try place.write("\(name)/run", Script.sleeper, mode: 0o755)
    let trap = place("trap")
    mkdir(trap, 0o700)
    Stranger.own(trap)
    let fallback = "/run/runit/supervise.\(name)"
    let mount = """
      mount -t tmpfs none /run && mkdir -m 700 /run/runit
      \(isLink ? "ln -s \(trap)" : "mkdir -m 700") \(fallback) && chown -h 65534 \(fallback)
      mount --bind \(name) \(name) && mount -o remount,ro,bind \(name) && exec \(Programs.path("runsv")) \(name)
      """
    let runsv = try RunningProgram("/usr/bin/unshare", ["unshare", "-m", "sh", "-c", mount], in: place.path)
    #expect(runsv.wait() == .exited(111))
    let reason = isLink ? "not a directory" : "permission denied"
    #expect(runsv.error == "runsv \(name): fatal: unable to open \(fallback): \(reason)\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: trap) == [])
  }

  @Test(.ours("extensions.md: the place for a read-only service directory"))
  func `finds the fallback directory closed, and the one above it`() throws {
    let place = try TemporaryDirectory()
    try place.write("web/run", Script.sleeper, mode: 0o755)
    let mount = """
      mount -t tmpfs none /run && umask 0 &&
      mount --bind web web && mount -o remount,ro,bind web && exec \(Programs.path("runsv")) web
      """
    let runsv = try RunningProgram("/usr/bin/unshare", ["unshare", "-m", "sh", "-c", mount], in: place.path)
    let run = "/proc/\(runsv.id)/root/run/runit"
    eventually { SuperviseView(path: run + "/supervise.web").stat == "run" }
    #expect(RunsvSuperviseDirectoryTests.mode(run) == S_IFDIR | 0o700)
    #expect(RunsvSuperviseDirectoryTests.mode(run + "/supervise.web") == S_IFDIR | 0o700)
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
  }
}
