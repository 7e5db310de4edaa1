import Foundation
import Testing

@Suite(
  "A memory control group at its limit", .asRoot, .ours("adoption, and no sleeping"),
  .enabled(if: MemoryGroup.isPossible, "needs a memory control group"))
struct MemoryGroupTests {
  /// The service takes all that there is, until there is the file `calm`.
  private static let eater = """
    #!/bin/sh
    echo $$ >>lives; echo "life $$"
    [ ! -e calm ] || exec sleep 1000
    exec tail /dev/zero

    """

  @Test func `costs the service that takes it all its lives, and nobody else anything`() throws {
    let group = try MemoryGroup(limit: 16 << 20)
    let fixture = try ServiceFixture([
      "run": Self.eater, "finish": Script.record("finish $1 $2"), "restart-delay": "100\n",
      "log/run": "#!/bin/sh\nexec cat >>../logged\n",
    ])
    let runsv = try fixture.launch(after: "echo $$ >\(group.processes) && exec")
    fixture.wait(for: "finish -1 9", times: 3)
    let logger = try fixture.log.waitForProcess()
    try fixture.write("calm", "")
    let last = try fixture.service.waitForProcess()
    eventually("a life that stays") {
      ProcessEntry(fixture.service.pid ?? last).arguments.first == "sleep"
    }
    #expect(runsv.poll() == nil)
    #expect(try fixture.log.waitForProcess() == logger)
    let lives = (fixture.read("lives") ?? "").split(separator: "\n")
    eventually { fixture.read("logged") == lives.map { "life \($0)\n" }.joined() }
    #expect(fixture.count("finish -1 9") == lives.count - 1)
    #expect(runsv.error == "")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }
}
