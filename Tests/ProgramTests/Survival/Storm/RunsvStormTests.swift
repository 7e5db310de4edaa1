import Foundation
import Testing

/// All that can happen to one `runsv`, in random order.
@Suite("runsv under random commands and kills", .ours("adoption"), .serialized)
struct RunsvStormTests {
  @Test func `keeps one daemon, every line and true states, and obeys`() throws {
    let storm = try RunsvStorm()
    let title = StormMode.title("runsv")
    try storm.blow(seconds: StormMode.seconds)
    func check(_ isTrue: Bool, _ what: String) throws {
      let story = "\(title): \(what)\nsaid: \(storm.said)\n\(storm.service.complaint() ?? "well")\n\(storm.trace.end)"
      try #require(isTrue && storm.faults.isEmpty, "\(storm.faults.prefix(5)) \(story)")
    }
    try check(try storm.calm(), "supervision after the storm")
    let service = storm.service
    try check(storm.answers("cu", log: "cu") { service.complaint() == nil }, "up")
    let first = service.view.pid
    try check(storm.answers("d") { service.view.stat == "down" && service.daemons == [] }, "down")
    try check(storm.answers("u") { service.complaint() == nil && service.view.pid != first }, "up again")
    try check(storm.exit() == .exited(0), "exit")
    try check(comesTrue(within: 10) { storm.leftOver.isEmpty }, "an end of all: \(storm.leftOver)")
    try check(service.doubles.isEmpty, "one daemon at a time: \(service.doubles)")
    let (stat, log) = (service.view.stat, service.log.stat)
    try check(stat == "down" && log == "down", "states of the end: \(stat ?? "none"), \(log ?? "none")")
    let written = service.written
    try check(written.faults.isEmpty, "lines: \(written.faults.prefix(10))")
    try check(
      written.gaps <= storm.toleratedGaps,
      "\(written.lost) lines lost in \(written.gaps) gaps; \(storm.toleratedGaps) deaths excuse one each")
    StormMode.report(
      "\(title): \(storm.trace.count) actions, \(service.births.count) runs, \(written.lines) lines, "
        + "\(written.lost) lost with \(storm.toleratedGaps) loggers")
    for warning in storm.warnings.sorted() { StormMode.report("  said: \(warning)") }
  }
}
