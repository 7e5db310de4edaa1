import Testing

@testable import Benchmarks

@Suite("The options of the benchmarks")
struct OptionsTests {
  @Test func `choose measures by name`() throws {
    let options = try Options(["--only", "memory", "log,size", "--quick", "--json", "file"])
    #expect(options.measures.map { $0.name } == ["memory", "log", "size"])
    #expect(options.isQuick)
    #expect(options.jsonFile == "file")
  }

  static let mistakes: [([String], String)] = [
    (["--only"], "--only needs a name; see --list"),
    (
      ["--only", "speed"],
      "unknown measure: speed; one of: size memory start link death control log latency idle growth"
    ),
    (["--fast"], "unknown option: --fast; see --help"),
    (["--json"], "--json needs a value; see --help"),
    (["--also", "here"], "--also needs NAME=DIRECTORY, not here"),
  ]

  @Test(arguments: mistakes)
  func `are refused with a word why`(arguments: [String], reason: String) {
    let failure = #expect(throws: Failure.self) { try Options(arguments) }
    #expect(failure?.description == reason)
  }
}

@Suite("A table of the benchmarks")
struct TableTests {
  @Test func `has columns of equal width`() {
    let lines = TableReport.aligned([["", "ours"], ["one", "1.0"], ["three", "12.25"]])
    #expect(lines == ["|       |  ours |", "|-------|------:|", "| one   |   1.0 |", "| three | 12.25 |"])
  }
}
