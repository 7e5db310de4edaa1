import CLibc
import Foundation
import Testing

/// Whole trees, with real programs: ours and Debian's in every mixture.
@Suite("runsvdir: a tree")
struct RunsvdirTreeTests {
  /// Directories of `runsvdir` and of `runsv`.
  static let mixtures: [(scanner: String, supervisor: String)] = [
    (Programs.directory, Programs.directory), (Programs.directory, Programs.reference),
    (Programs.reference, Programs.directory),
  ]

  @Test(.withReference, arguments: mixtures)
  func `is supervised from the first start to HUP`(scanner: String, supervisor: String) throws {
    let directory = try TemporaryDirectory()
    for name in ["web", "db"] {
      try directory.write("scan/\(name)/run", "#!/bin/sh\nexec sleep 1000\n", mode: 0o755)
    }
    let program = try RunningProgram(
      scanner + "/runsvdir", ["runsvdir", "-P", directory("scan")],
      environment: ["PATH": "\(supervisor):/usr/bin:/bin"])
    func service(_ name: String) -> ProcessEntry? {
      directory.read("scan/\(name)/supervise/pid").flatMap { pid_t($0.dropLast()) }.map { ProcessEntry($0) }
    }
    eventually { service("web")?.isAlive == true && service("db")?.isAlive == true }
    let web = try #require(service("web"))
    kill(web.id, SIGKILL)
    eventually { service("web").map { $0.isAlive && $0.id != web.id } == true }
    let supervisors = ProcessTable.children(of: program.id)
    #expect(supervisors.map(\.arguments).sorted { $0[1] < $1[1] } == [["runsv", "db"], ["runsv", "web"]])
    program.signal(SIGHUP)
    #expect(program.wait() == .exited(111))
    eventually { supervisors.allSatisfy { !$0.isAlive } && service("web") == nil && service("db") == nil }
    #expect(directory.read("scan/web/supervise/stat") == "down\n")
  }
}
