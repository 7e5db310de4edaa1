import Foundation
import Testing

@Suite("svlogd's patterns", .withReference)
struct SvlogdPatternTests {
  private static let alphabet: [Character] = ["a", "b", "*", "+"]

  private static func randomText(_ lengths: ClosedRange<Int>, _ generator: inout some RandomNumberGenerator) -> String {
    let length = Int.random(in: lengths, using: &generator)
    return String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
  }

  /// 100 patterns and 100 lines are 10,000 pairs, in one run of each program with a directory for each pattern.
  ///
  /// L17: runit compares a plus at the end of a line with what an earlier line left there. A long line of a character that
  /// no pattern has, before each, makes that harmless.
  @Test func `match as Debian's do`() throws {
    var generator = SystemRandomNumberGenerator()
    let filler = String(repeating: "~", count: 100) + "\n"
    let input = (0..<100).map { _ in filler + Self.randomText(0...10, &generator) + "\n" }.joined()
    let patterns = (0..<100).map { _ in Self.randomText(0...8, &generator) }
    var selections: [[String]] = []
    for executable in [Programs.path("svlogd"), Programs.reference + "/svlogd"] {
      let base = try LogFixture()
      let names = patterns.indices.map { "d\($0)" }
      for (name, pattern) in zip(names, patterns) { try base.directory.write(name + "/config", "-*\n+\(pattern)\n") }
      let outcome = try base.log(Data(input.utf8), to: names, executable: executable)
      #expect(outcome.code == 0)
      selections.append(names.map { base.directory.read($0 + "/current") ?? "missing" })
    }
    for (index, pattern) in patterns.enumerated() {
      #expect(selections[0][index] == selections[1][index], "pattern \(pattern)")
    }
  }

  @Test(.ours("L17: a plus reads behind the line")) func `do not read behind the line`() throws {
    let log = try LogFixture(config: "-*\n+ab+c\n")
    try log.log("xxccc\nab\n")
    #expect(log.current == "")
  }
}
