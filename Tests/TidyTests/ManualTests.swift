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
}
