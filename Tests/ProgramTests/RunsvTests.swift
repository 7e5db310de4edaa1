import Testing

@Suite("runsv") struct RunsvTests {
  @Test func `wants one directory`() throws {
    let o = try run("runsv", [])
    #expect(o.error == "usage: runsv dir\n\n"); #expect(o.code == 1)
  }
}
