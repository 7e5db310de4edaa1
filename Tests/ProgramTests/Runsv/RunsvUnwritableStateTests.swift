import Foundation
import Testing

@Suite("A state file that can't be written")
struct RunsvUnwritableStateTests {
  @Test func `is a warning, and supervision goes on`() throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\necho $$ >>events\nexec sleep 1000\n"])
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    fixture.wait(for: "\(first)")
    try fixture.remove("supervise")
    kill(first, SIGKILL)
    eventually(within: 20, "another life") { fixture.events.count == 2 }
    let error = fixture.runsv?.error ?? ""
    #expect(error.hasPrefix("runsv web: warning: unable to open supervise/pid.new: file does not exist\n"))
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `is written again when that is possible`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    try fixture.remove("supervise")
    try fixture.makeDirectory("supervise")
    kill(first, SIGKILL)
    try fixture.service.waitForProcess(otherThan: first)
  }

  @Test(.asRoot, .ours("core.md 14.7: on a full file system runit puts an empty stat in the place of the old one"))
  func `stays as it was when the disk is full`() throws {
    let fixture = try ServiceFixture()
    try fixture.makeDirectory("supervise")
    // A file system of one page and a mount namespace of its own; /proc leads into it.
    let mount = "mount -t tmpfs -o size=32k tmpfs web/supervise"
    let program = try RunningProgram(
      "/usr/bin/unshare", ["unshare", "-m", "sh", "-c", "\(mount) && exec \(Programs.path("runsv")) web"],
      in: fixture.place.path)
    let inside = SuperviseView(path: "/proc/\(program.id)/cwd/supervise")
    inside.wait(for: "run")
    let filler = open(inside("filler"), O_WRONLY | O_CREAT, 0o600)
    while write(filler, [UInt8](repeating: 0, count: 4096), 4096) > 0 {}
    close(filler)
    inside.send("p")
    eventually { program.error.contains("runsv web: warning: unable to write supervise/stat.new: ") }
    #expect(inside.stat == "run")
    #expect(inside.status != nil)
    unlink(inside("filler"))
    inside.send("c")
    inside.wait(for: "run")
    inside.send("p")
    inside.wait(for: "run, paused")
  }
}
