import Foundation
import Testing

/// All that can happen to a scan directory, in random order.
@Suite("runsvdir under random links and kills", .ours("adoption"), .serialized)
struct RunsvdirStormTests {
  @Test func `keeps one runsv for each entry, and leaves nothing`() throws {
    let storm = try RunsvdirStorm()
    let title = StormMode.title("runsvdir")
    try storm.blow(seconds: StormMode.seconds)
    func check(_ isTrue: Bool, _ what: String) throws {
      try #require(
        isTrue && storm.faults.isEmpty,
        "\(storm.faults.prefix(5)) \(title): \(what)\nsaid: \(storm.said.suffix(1500))\n\(storm.trace.end)")
    }
    try check(try storm.calm(), "the world is not what the entries say: \(storm.complaints.joined(separator: "\n"))")
    try check(try storm.obeys(), "a new link does not come and go")
    let ending = storm.stop()
    try check(ending == .exited(111), "ended with \(String(describing: ending))")
    try check(comesTrue(within: 10) { storm.leftOver.isEmpty }, "left: \(storm.leftOver)")
    let faults = storm.lineFaults
    try check(faults.isEmpty, "lines: \(faults.prefix(20))")
    StormMode.report("\(title): \(storm.trace.count) actions, \(storm.entries.wanted.count) entries at the end")
  }
}
