import Foundation
import Testing

@Suite("The manual")
struct ManualTests {
  static let pages = files(below: "man").sorted { $0.path < $1.path }

  @Test(arguments: programs)
  func `has a page for every program`(program: String) {
    let pages = Self.pages.map(\.lastPathComponent)
    #expect(pages.contains(program + ".8"), "man/\(program).8 is missing")
  }

  @Test(.enabled(if: tool("mandoc") != nil, "needs mandoc"), arguments: pages)
  func `is correct mdoc`(page: URL) throws {
    let complaints = try output(of: try #require(tool("mandoc")), ["-T", "lint", "-W", "warning", page.path])
    #expect(complaints == "")
  }

  @Test func `has every page that it refers to`() throws {
    let ours = Set(Self.pages.map { $0.lastPathComponent })
    for page in Self.pages {
      for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") where line.hasPrefix(".Xr ") {
        let words = line.split(separator: " ")
        guard words.count >= 3, words[1].hasPrefix("run") || words[1] == "sv" || words[1].hasPrefix("svl") else {
          continue
        }
        let name = "\(words[1]).\(words[2])"
        #expect(ours.contains(name), "\(page.lastPathComponent) refers to \(name)")
      }
    }
  }

  /// The guarantees of runit-guarantees.7, each as `Suite: sentence`, or as `path: words` of a script.
  static let guarantees =
    (try? String(contentsOf: root.appending(path: "man/runit-guarantees.7"), encoding: .utf8))?
    .split(separator: "\n").filter { $0.hasPrefix(".Bq ") }.map { String($0.dropFirst(4)) } ?? []

  @Test func `guarantees what a test shows`() throws {
    let sources = try files(below: "Tests/ProgramTests").filter { $0.pathExtension == "swift" }.map {
      try String(contentsOf: $0, encoding: .utf8)
    }
    #expect(Self.guarantees.count > 20)
    for guarantee in Self.guarantees {
      let colon = try #require(guarantee.range(of: ": "), "\(guarantee): no suite and sentence")
      let (suite, sentence) = (guarantee[..<colon.lowerBound], guarantee[colon.upperBound...])
      if suite.contains("/") {
        let script = try String(contentsOf: root.appending(path: String(suite)), encoding: .utf8)
        #expect(script.contains(sentence), "\(guarantee): the script does not say that")
        continue
      }
      let isShown = sources.contains { $0.contains("struct \(suite) {") && $0.contains("func `\(sentence)`(") }
      #expect(isShown, "\(guarantee): there is no such test")
    }
  }
}
