import CLibc
import Testing
import Unix

@Suite("A claim on a name")
struct NameClaimTests {
  private let name = "runit/test/\(getpid())/\(UInt64.random(in: 0 ... .max))".utf8.map { $0 }

  @Test func `is refused to a second, who is told the first, until that has gone`() throws {
    var first: NameClaim? = try NameClaim(name.span)
    let number = first?.rawValue ?? -1
    #expect(number >= 0)
    #expect(throws: Errno.addressInUse) { _ = try NameClaim(name.span) }
    for _ in 1...300 {
      let holder = try NameClaim.holder(of: name.span)
      #expect(holder.process == getpid() && holder.user == geteuid() && holder.isTrusted)
      first?.dismissVisitors()
    }
    first = nil
    let second = try NameClaim(name.span)
    #expect(second.rawValue >= 0)
  }
}
