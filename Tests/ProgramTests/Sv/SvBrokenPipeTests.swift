import Glibc
import Testing

@Suite("sv, when nobody reads its output any more")
struct SvBrokenPipeTests {
  @Test(.ours("-d"))
  func `does all that it was told`() throws {
    let tree = try ServiceTree(SvDependencyTests.chain)
    try tree.start(SvDependencyTests.chain.keys.sorted())
    var pipe: [Int32] = [0, 0]
    #expect(Glibc.pipe(&pipe) == 0)
    close(pipe[0])
    let sv = try RunningProgram(
      program: "sv", ["-w", "30", "-d", "up", "d"], environment: ["SVDIR": tree.place.path], output: pipe[1])
    close(pipe[1])
    #expect(sv.wait(within: 40) == .exited(0))
    #expect(tree.phase("d") == "ready")
  }
}
